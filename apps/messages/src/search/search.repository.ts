import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { MessagePlace } from '../messages/message-place';
import { SearchPort, type SearchRequest } from './search-port';
import { likePattern } from './search-text';

/** Collects the values of a statement. */
class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/**
 * Full text search in PostgreSQL: a trigram index over folded text, which serves words, their
 * beginnings, parts of them, and scripts without spaces alike (see search-text.ts).
 */
@Injectable()
export class SearchRepository extends SearchPort {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  find(request: SearchRequest): Promise<MessagePlace[]> {
    const values = new Values();
    const sql = searchSql(request, values);
    return this.dataSource.query<MessagePlace[]>(sql, values.list);
  }
}

function searchSql({ userId, terms, conversationId, senderId, before, after, cursor, limit }: SearchRequest, values: Values): string {
  const conditions = [
    `ms.user_id = ${values.add(userId)} AND NOT ms.removed`,
    ...terms.map((term) => `m.search_text LIKE ${values.add(likePattern(term))}`),
    ...(conversationId ? [`m.conversation_id = ${values.add(conversationId)}`] : []),
    ...(senderId ? [`m.sender_id = ${values.add(senderId)}`] : []),
    ...(before ? [`m.created_at < ${values.add(before)}`] : []),
    ...(after ? [`m.created_at > ${values.add(after)}`] : []),
    ...(cursor ? [`(m.created_at, m.id) < (to_timestamp(${values.add(cursor[0])}::float8 / 1000), ${values.add(cursor[1])}::uuid)`] : []),
  ];
  return `SELECT m.conversation_id AS "conversationId", m.seq::float8 AS seq FROM messages m JOIN memberships ms ON ms.conversation_id = m.conversation_id
    WHERE ${conditions.join(' AND ')} ORDER BY m.created_at DESC, m.id DESC LIMIT ${values.add(limit)}`;
}

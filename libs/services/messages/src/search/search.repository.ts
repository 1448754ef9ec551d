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

/** So many of the newest messages are looked at before the index is asked. */
const looksAt = 5_000;
const leastOfConversation = 50;

/**
 * Full text search in PostgreSQL: a trigram index over folded text, which serves words, their
 * beginnings, parts of them, and scripts without spaces alike (see search-text.ts).
 *
 * For a word that many messages have, the index finds all of them, only to sort out the newest. So the newest messages are
 * looked at first, as they are: common words fill a page from there, and for all others the index has little to find.
 */
@Injectable()
export class SearchRepository extends SearchPort {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(request: SearchRequest): Promise<MessagePlace[]> {
    const newest = await this.query(request, newestSql);
    return newest.length === request.limit ? newest : this.query(request, anywhereSql);
  }

  private query(request: SearchRequest, sqlOf: (request: SearchRequest, values: Values) => string): Promise<MessagePlace[]> {
    const values = new Values();
    const sql = sqlOf(request, values);
    return this.dataSource.query<MessagePlace[]>(sql, values.list);
  }
}

const placeColumns = (of: string): string => `${of}.conversation_id AS "conversationId", ${of}.seq::float8 AS seq`;

/** What a message must be. */
function wanted({ terms, senderId }: SearchRequest, values: Values): string[] {
  return [...terms.map((term) => `m.search_text LIKE ${values.add(likePattern(term))}`), ...(senderId ? [`m.sender_id = ${values.add(senderId)}`] : [])];
}

/** When it may have been sent. */
function span({ before, after, cursor }: SearchRequest, values: Values): string[] {
  return [
    ...(before ? [`m.created_at < ${values.add(before)}`] : []),
    ...(after ? [`m.created_at > ${values.add(after)}`] : []),
    ...(cursor ? [`(m.created_at, m.id) < (to_timestamp(${values.add(cursor[0])}::float8 / 1000), ${values.add(cursor[1])}::uuid)`] : []),
  ];
}

/** Where: in conversations of this person only. */
function membership({ userId, conversationId }: SearchRequest, values: Values): string[] {
  return [`ms.user_id = ${values.add(userId)} AND NOT ms.removed`, ...(conversationId ? [`ms.conversation_id = ${values.add(conversationId)}`] : [])];
}

function anywhereSql(request: SearchRequest, values: Values): string {
  const conditions = [...membership(request, values), ...wanted(request, values), ...span(request, values)];
  return `SELECT ${placeColumns('m')} FROM messages m JOIN memberships ms ON ms.conversation_id = m.conversation_id
    WHERE ${conditions.join(' AND ')} ORDER BY m.created_at DESC, m.id DESC LIMIT ${values.add(request.limit)}`;
}

/**
 * Only hits that nothing newer can be missing before: where a conversation has more messages than were looked at, what is
 * as old as the last of them, or older, is not answered.
 */
function newestSql(request: SearchRequest, values: Values): string {
  return `
    WITH mine AS MATERIALIZED (SELECT ms.conversation_id FROM memberships ms WHERE ${membership(request, values).join(' AND ')}
    ), depth AS MATERIALIZED (SELECT greatest(${leastOfConversation}, ${looksAt} / greatest(count(*), 1)) AS messages FROM mine
    ), newest AS MATERIALIZED (
      SELECT n.* FROM mine CROSS JOIN LATERAL (
        SELECT m.conversation_id, m.seq, m.created_at, m.id, ${wanted(request, values).join(' AND ')} AS hit FROM messages m
        WHERE ${['m.conversation_id = mine.conversation_id', ...span(request, values)].join(' AND ')}
        ORDER BY m.created_at DESC LIMIT (SELECT messages FROM depth)
      ) n
    ), edge AS (
      SELECT max(oldest) AS at FROM (
        SELECT min(created_at) AS oldest FROM newest GROUP BY conversation_id HAVING count(*) = (SELECT messages FROM depth)
      ) conversations
    )
    SELECT ${placeColumns('n')} FROM newest n, edge WHERE n.hit AND n.created_at > coalesce(edge.at, '-infinity')
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${values.add(request.limit)}`;
}

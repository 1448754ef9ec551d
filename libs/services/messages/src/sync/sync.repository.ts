import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { messageLimits, type SyncChange, type SyncEntry } from '@hallway/contracts-messages';
import { prepared } from '@hallway/service-kit/database';

import { unread } from '../receipts/unread';

const countSql = `
  SELECT count(*)::int AS changes FROM (
    SELECT FROM messages WHERE conversation_id = $1 AND rev > $2 LIMIT ${messageLimits.changesBeforeReset + 1}
  ) c`;

/** A mark that moved lately may have moved on another device, which the rev does not show. */
const changedConversationsSql = `
  SELECT h.conversation_id AS id, h.last_rev::float8 AS rev, h.last_seq::float8 AS "lastSeq",
    state.read_seq::float8 AS "readSeq", ${unread('h.last_seq', 'state.read_seq')} AS unread
  FROM unnest($2::uuid[], $3::bigint[]) AS named (id, rev)
  JOIN memberships ms ON ms.conversation_id = named.id AND ms.user_id = $1 AND NOT ms.removed
  JOIN conversation_heads h ON h.conversation_id = named.id
  LEFT JOIN read_receipts r ON r.conversation_id = named.id AND r.user_id = $1
  CROSS JOIN LATERAL (SELECT greatest(coalesce(r.seq, 0), ms.joined_seq) AS read_seq) state
  WHERE h.last_rev <> named.rev OR r.read_at > now() - interval '7 days'`;

@Injectable()
export class SyncRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** How many messages changed, counted no further than needed. */
  async countChanges(conversationId: string, since: number): Promise<number> {
    return (await prepared<{ changes: number }>(this.dataSource, 'sync-count', countSql, [conversationId, since]))[0]?.changes ?? 0;
  }

  changedConversations(userId: string, named: SyncEntry[]): Promise<SyncChange[]> {
    const params = [userId, named.map(({ id }) => id), named.map(({ rev }) => rev)];
    return prepared<SyncChange>(this.dataSource, 'sync-conversations', changedConversationsSql, params);
  }

  async conversationsOf(userId: string): Promise<string[]> {
    const sql = 'SELECT conversation_id AS id FROM memberships WHERE user_id = $1 AND NOT removed ORDER BY conversation_id';
    return (await prepared<{ id: string }>(this.dataSource, 'sync-conversations-of', sql, [userId])).map(({ id }) => id);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { type MemberMark, messageLimits, type ReadState, type ReceiptMark } from '@hallway/contracts-messages';
import { prepared, type Tx } from '@hallway/service-kit/database';

import type { MessagePlace } from '../messages/message-place';
import { unread } from './unread';

export type MarkKind = 'read' | 'delivered';

const tables = {
  read: { table: 'read_receipts', at: 'read_at' },
  delivered: { table: 'delivery_receipts', at: 'delivered_at' },
} as const;

/**
 * Moves a mark forwards, at most to the last message. The exact time of the advance is kept where
 * few enough people are in the conversation.
 */
const advanceSql = (kind: MarkKind): string => {
  const { table, at } = tables[kind];
  return `
  WITH target AS (
    SELECT m.id, m.seq FROM conversation_heads h
    JOIN memberships ms ON ms.conversation_id = h.conversation_id AND ms.user_id = $2 AND NOT ms.removed
    JOIN messages m ON m.conversation_id = h.conversation_id AND m.seq = least($3, h.last_seq)
    WHERE h.conversation_id = $1 AND m.seq > ms.joined_seq
  ), moved AS (
    INSERT INTO ${table} AS r (conversation_id, user_id, message_id, seq, ${at})
    SELECT $1, $2, t.id, t.seq, clock_timestamp() FROM target t
    ON CONFLICT (conversation_id, user_id) DO UPDATE
    SET message_id = excluded.message_id, seq = excluded.seq, ${at} = excluded.${at}
    WHERE r.seq < excluded.seq
    RETURNING r.seq, r.${at} AS at
  ), logged AS (
    INSERT INTO receipt_log (conversation_id, user_id, kind, seq, at)
    SELECT $1, $2, '${kind}', moved.seq, moved.at FROM moved
    WHERE (SELECT count(*) FROM (
      SELECT FROM memberships WHERE conversation_id = $1 AND NOT removed LIMIT ${messageLimits.receiptMembers + 1}
    ) members) <= ${messageLimits.receiptMembers}
    ON CONFLICT DO NOTHING
  )
  SELECT seq::float8 AS seq, at FROM moved`;
};

/** The marks of everyone in it, where few enough are; else of the caller alone. */
const marksSql = (kind: MarkKind): string => {
  const { table, at } = tables[kind];
  return `
  WITH members AS (
    SELECT user_id, joined_seq FROM memberships WHERE conversation_id = $1 AND NOT removed LIMIT ${messageLimits.receiptMembers + 1}
  ), few AS (
    SELECT count(*) <= ${messageLimits.receiptMembers} AS told FROM members
  )
  SELECT r.user_id AS "userId", r.seq::float8 AS seq, r.${at} AS at, ms.joined_seq::float8 AS "joinedSeq"
  FROM few, ${table} r
  JOIN memberships ms ON ms.conversation_id = r.conversation_id AND ms.user_id = r.user_id AND NOT ms.removed
  WHERE r.conversation_id = $1 AND (r.user_id = $2 OR (few.told AND r.user_id IN (SELECT user_id FROM members)))`;
};

const stateSql = `
  SELECT state.read_seq::float8 AS "readSeq", ${unread('h.last_seq', 'state.read_seq')} AS unread
  FROM conversation_heads h
  JOIN memberships ms ON ms.conversation_id = h.conversation_id AND ms.user_id = $2
  LEFT JOIN read_receipts r ON r.conversation_id = h.conversation_id AND r.user_id = $2
  CROSS JOIN LATERAL (SELECT greatest(coalesce(r.seq, 0), ms.joined_seq) AS read_seq) state
  WHERE h.conversation_id = $1`;

/** How far messages after this one are looked through for senders, who must have read it. */
const sendersLimit = 1000;

/**
 * The first time each member's mark passed the message: as logged, or when they wrote a later
 * message, or else the time of their latest mark. People who joined later were not there to read it.
 */
const passedSql = (kind: MarkKind): string => {
  const { table, at } = tables[kind];
  return `
  SELECT r.user_id AS "userId", least(r.${at}, logged.at, sent.at) AS at
  FROM ${table} r
  JOIN memberships ms ON ms.conversation_id = r.conversation_id AND ms.user_id = r.user_id AND NOT ms.removed AND ms.joined_seq < $2
  LEFT JOIN LATERAL (
    SELECT l.at FROM receipt_log l
    WHERE l.conversation_id = r.conversation_id AND l.user_id = r.user_id AND l.kind = '${kind}' AND l.seq >= $2
    ORDER BY l.seq LIMIT 1
  ) logged ON true
  LEFT JOIN (
    SELECT later.sender_id, min(later.created_at) AS at
    FROM (SELECT m.sender_id, m.created_at FROM messages m WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT ${sendersLimit}) later
    GROUP BY later.sender_id
  ) sent ON sent.sender_id = r.user_id
  WHERE r.conversation_id = $1 AND r.seq >= $2
    AND r.user_id <> (SELECT m.sender_id FROM messages m WHERE m.conversation_id = $1 AND m.seq = $2)
  ORDER BY at, r.user_id`;
};

export interface PassedMark {
  userId: string;
  at: Date;
}

@Injectable()
export class ReceiptsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The mark, when this moved it. */
  async advance(tx: Tx, kind: MarkKind, conversationId: string, userId: string, seq: number): Promise<ReceiptMark | undefined> {
    const rows = await prepared<{ seq: number; at: Date }>(tx, `receipts-advance-${kind}`, advanceSql(kind), [conversationId, userId, seq]);
    return rows[0] && { userId, seq: rows[0].seq, at: rows[0].at.toISOString() };
  }

  /** How far each member has got, as far as the caller may see. */
  async marks(kind: MarkKind, conversationId: string, userId: string): Promise<MemberMark[]> {
    const rows = await prepared<Omit<MemberMark, 'at'> & { at: Date }>(this.dataSource, `receipts-marks-${kind}`, marksSql(kind), [conversationId, userId]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  async readState(on: Tx, conversationId: string, userId: string): Promise<ReadState> {
    const rows = await prepared<ReadState>(on, 'receipts-state', stateSql, [conversationId, userId]);
    return rows[0] ?? { readSeq: 0, unread: 0 };
  }

  /** Whose mark of this kind is at the message or after it, its sender apart. */
  passed(kind: MarkKind, { conversationId, seq }: MessagePlace): Promise<PassedMark[]> {
    return prepared<PassedMark>(this.dataSource, `receipts-passed-${kind}`, passedSql(kind), [conversationId, seq]);
  }
}

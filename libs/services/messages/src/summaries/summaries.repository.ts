import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Summary, SummaryFor, SummaryOf } from '@hallway/contracts-messages';
import { prepared } from '@hallway/service-kit/database';

import { joinedSeq } from '../members/joined-seq';
import { unread } from '../receipts/unread';

/** Where a list goes on: when the walk began and the last activity of the last one by then, in ms, and its id. */
export type SummaryCursor = [number, number, string];

/** The counters of one member in one conversation. */
export interface SummaryRow extends Omit<Summary, 'lastMessage' | 'lastActivityAt'> {
  lastActivityAt: Date | null;
  /** What a person's list is ordered by, in ms. */
  activity: number;
  /** When it was read, in ms. */
  readAt: number;
}

const counters = `
  coalesce(h.last_seq, 0)::float8 AS "lastSeq", coalesce(h.last_rev, 0)::float8 AS rev, state.read_seq::float8 AS "readSeq",
  ${unread('h.last_seq', 'state.read_seq')} AS unread, h.last_activity_at AS "lastActivityAt",
  (SELECT count(DISTINCT n.seq)::int FROM mentions n
   WHERE n.conversation_id = c.conversation_id AND n.user_id IN (c.user_id, c.conversation_id) AND n.seq > state.read_seq) AS "mentionCount"`;

/** The event of a join may still be on its way, while its owner shows the conversation to who joined: then their word counts. */
const counterTables = `
  LEFT JOIN conversation_heads h ON h.conversation_id = c.conversation_id
  LEFT JOIN memberships ms ON ms.conversation_id = c.conversation_id AND ms.user_id = c.user_id
  LEFT JOIN read_receipts r ON r.conversation_id = c.conversation_id AND r.user_id = c.user_id
  CROSS JOIN LATERAL (
    SELECT greatest(coalesce(r.seq, 0), CASE WHEN NOT ms.removed THEN ms.joined_seq ELSE ${joinedSeq('c.conversation_id', 'c.joined_at')} END) AS read_seq
  ) state`;

/**
 * The page is chosen first, so that counters are computed only for what is shown. A walk through the list keeps the order
 * of its beginning: what becomes active in between stays in its old place, and so is on exactly one page.
 */
const byUserSql = `
  SELECT c.conversation_id AS "conversationId", c.user_id AS "userId", c.activity, (1000 * extract(epoch FROM statement_timestamp()))::float8 AS "readAt", ${counters}
  FROM (
    SELECT s."conversationId" AS conversation_id, $1::uuid AS user_id, s."joinedAt" AS joined_at, (1000 * extract(epoch FROM activity.at))::float8 AS activity
    FROM jsonb_to_recordset($2::jsonb) AS s ("conversationId" uuid, "createdAt" timestamptz, "joinedAt" timestamptz)
    LEFT JOIN conversation_heads h ON h.conversation_id = s."conversationId"
    CROSS JOIN LATERAL (
      SELECT coalesce(
        CASE
          WHEN $3::float8 IS NULL OR h.last_activity_at <= to_timestamp($3 / 1000) THEN h.last_activity_at
          ELSE (
            SELECT m.created_at FROM messages m
            WHERE m.conversation_id = h.conversation_id AND m.created_at <= to_timestamp($3 / 1000) ORDER BY m.seq DESC LIMIT 1
          )
        END, date_trunc('milliseconds', s."createdAt")) AS at
    ) activity
    WHERE $3 IS NULL OR (activity.at, s."conversationId") < (to_timestamp($4::float8 / 1000), $5::uuid)
    ORDER BY activity.at DESC, s."conversationId" DESC LIMIT $6
  ) c
  ${counterTables}
  ORDER BY c.activity DESC, c.conversation_id DESC`;

const byConversationSql = `
  SELECT c.conversation_id AS "conversationId", c.user_id AS "userId", 0::float8 AS activity, 0::float8 AS "readAt", ${counters}
  FROM (
    SELECT $1::uuid AS conversation_id, s."userId" AS user_id, s."joinedAt" AS joined_at
    FROM jsonb_to_recordset($2::jsonb) AS s ("userId" uuid, "joinedAt" timestamptz)
  ) c
  ${counterTables}`;

@Injectable()
export class SummariesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By last activity, newest first; further pages as it was when the first was read. */
  ofUser(userId: string, conversations: SummaryOf[], after: SummaryCursor | undefined, limit: number): Promise<SummaryRow[]> {
    const params = [userId, JSON.stringify(conversations), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit];
    return prepared<SummaryRow>(this.dataSource, 'summaries-by-user', byUserSql, params);
  }

  ofConversation(conversationId: string, members: SummaryFor[]): Promise<SummaryRow[]> {
    return prepared<SummaryRow>(this.dataSource, 'summaries-by-conversation', byConversationSql, [conversationId, JSON.stringify(members)]);
  }
}

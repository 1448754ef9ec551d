import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Summary, SummaryOf } from '@hallway/contracts-messages';
import { prepared } from '@hallway/service-kit/database';

/** Where a list goes on: last activity in ms, and conversation id. */
export type SummaryCursor = [number, string];

/** The counters of one member in one conversation. */
export interface SummaryRow extends Omit<Summary, 'lastMessage' | 'lastActivityAt'> {
  lastActivityAt: Date | null;
  /** What a person's list is ordered by, in ms. */
  activity: number;
}

const counters = `
  coalesce(h.last_seq, 0)::float8 AS "lastSeq", coalesce(h.last_rev, 0)::float8 AS rev, state.read_seq::float8 AS "readSeq",
  greatest(coalesce(h.last_seq, 0) - state.read_seq, 0)::float8 AS unread, h.last_activity_at AS "lastActivityAt",
  (SELECT count(*)::int FROM mentions n
   WHERE n.conversation_id = c.conversation_id AND n.user_id = c.user_id AND n.seq > state.read_seq) AS "mentionCount"`;

const counterTables = `
  LEFT JOIN conversation_heads h ON h.conversation_id = c.conversation_id
  LEFT JOIN memberships ms ON ms.conversation_id = c.conversation_id AND ms.user_id = c.user_id
  LEFT JOIN read_receipts r ON r.conversation_id = c.conversation_id AND r.user_id = c.user_id
  CROSS JOIN LATERAL (SELECT greatest(coalesce(r.seq, 0), coalesce(ms.joined_seq, 0)) AS read_seq) state`;

/** The page is chosen first, so that counters are computed only for what is shown. */
const byUserSql = `
  SELECT c.conversation_id AS "conversationId", c.user_id AS "userId", c.activity, ${counters}
  FROM (
    SELECT s."conversationId" AS conversation_id, $1::uuid AS user_id, (1000 * extract(epoch FROM activity.at))::float8 AS activity
    FROM jsonb_to_recordset($2::jsonb) AS s ("conversationId" uuid, "createdAt" timestamptz)
    LEFT JOIN conversation_heads h ON h.conversation_id = s."conversationId"
    CROSS JOIN LATERAL (SELECT coalesce(h.last_activity_at, date_trunc('milliseconds', s."createdAt")) AS at) activity
    WHERE $3::float8 IS NULL OR (activity.at, s."conversationId") < (to_timestamp($3 / 1000), $4::uuid)
    ORDER BY activity.at DESC, s."conversationId" DESC LIMIT $5
  ) c
  ${counterTables}
  ORDER BY c.activity DESC, c.conversation_id DESC`;

const byConversationSql = `
  SELECT c.conversation_id AS "conversationId", c.user_id AS "userId", 0::float8 AS activity, ${counters}
  FROM (SELECT $1::uuid AS conversation_id, user_id FROM unnest($2::uuid[]) AS user_id) c
  ${counterTables}`;

@Injectable()
export class SummariesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By last activity, newest first. */
  ofUser(userId: string, conversations: SummaryOf[], after: SummaryCursor | undefined, limit: number): Promise<SummaryRow[]> {
    const params = [userId, JSON.stringify(conversations), after?.[0] ?? null, after?.[1] ?? null, limit];
    return prepared<SummaryRow>(this.dataSource, 'summaries-by-user', byUserSql, params);
  }

  ofConversation(conversationId: string, userIds: string[]): Promise<SummaryRow[]> {
    return prepared<SummaryRow>(this.dataSource, 'summaries-by-conversation', byConversationSql, [conversationId, userIds]);
  }
}

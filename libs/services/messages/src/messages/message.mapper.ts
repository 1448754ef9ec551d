import type { Message, Reaction } from '@hallway/contracts-messages';
import type { Attachment } from '@hallway/contracts-uploads';
import { qualifiedEmoji } from '@hallway/markup';

import { bareEmojiSql } from './bare-emoji';

/** A message as `messageColumns` selects it. */
export interface MessageRow {
  conversation_id: string;
  seq: number;
  rev: number;
  id: string;
  sender_id: string;
  client_message_id: string;
  body: string | null;
  attachments: Attachment[];
  reply_to: string | null;
  mentions: string[];
  reactions: Reaction[] | null;
  pinned: boolean;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
}

/** What to select of `messages m` for the mapper. Reactions are merged that were stored in several forms of one emoji. */
export const messageColumns = `
  m.conversation_id, m.seq::float8 AS seq, m.rev::float8 AS rev, m.id, m.sender_id, m.client_message_id, m.body,
  m.attachments, m.reply_to, m.mentions, m.pinned_at IS NOT NULL AS pinned, m.created_at, m.edited_at, m.deleted_at,
  (SELECT jsonb_agg(jsonb_build_object('emoji', g.emoji, 'userIds', g.user_ids, 'count', g.users) ORDER BY g.since, g.emoji)
   FROM (
     SELECT p.emoji, jsonb_agg(p.user_id ORDER BY p.since, p.user_id) AS user_ids, count(*) AS users, min(p.since) AS since
     FROM (
       SELECT ${bareEmojiSql('r.emoji')} AS emoji, r.user_id, min(r.reacted_at) AS since
       FROM reactions r WHERE r.conversation_id = m.conversation_id AND r.seq = m.seq GROUP BY 1, 2
     ) p GROUP BY p.emoji
   ) g) AS reactions`;

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    senderId: row.sender_id,
    clientMessageId: row.client_message_id,
    body: row.body,
    attachments: row.attachments,
    replyTo: row.reply_to,
    reactions: (row.reactions ?? []).map((reaction) => ({ ...reaction, emoji: qualifiedEmoji(reaction.emoji) })),
    pinned: row.pinned,
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    seq: row.seq,
    rev: row.rev,
    mentions: row.mentions,
    createdAt: row.created_at.toISOString(),
  };
}

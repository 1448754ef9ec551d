import { Injectable } from '@nestjs/common';

import { prepared, type Tx } from '@hallway/service-kit/database';

import { bareEmojiSql } from '../messages/bare-emoji';

export interface ReactionKey {
  conversationId: string;
  seq: number;
  emoji: string;
  userId: string;
}

const sameEmoji = `${bareEmojiSql('emoji')} = ${bareEmojiSql('$3::text')}`;

const addSql = `
  INSERT INTO reactions (conversation_id, seq, emoji, user_id, reacted_at) SELECT $1, $2, $3, $4, clock_timestamp()
  WHERE NOT EXISTS (SELECT FROM reactions WHERE conversation_id = $1 AND seq = $2 AND user_id = $4 AND ${sameEmoji})
  ON CONFLICT DO NOTHING RETURNING 1`;
const removeSql = `DELETE FROM reactions WHERE conversation_id = $1 AND seq = $2 AND user_id = $4 AND ${sameEmoji} RETURNING 1`;

@Injectable()
export class ReactionsRepository {
  /** Answers whether it was not there before. */
  async add(tx: Tx, { conversationId, seq, emoji, userId }: ReactionKey): Promise<boolean> {
    return (await prepared(tx, 'reactions-add', addSql, [conversationId, seq, emoji, userId])).length > 0;
  }

  /** Answers whether it was there. */
  async remove(tx: Tx, { conversationId, seq, emoji, userId }: ReactionKey): Promise<boolean> {
    return (await prepared(tx, 'reactions-remove', removeSql, [conversationId, seq, emoji, userId])).length > 0;
  }
}

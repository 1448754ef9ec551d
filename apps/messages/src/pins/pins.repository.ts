import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Message } from '@hallway/contracts-messages';
import { prepared, type Tx } from '@hallway/service-kit/database';

import { messageColumns, type MessageRow, toMessage } from '../messages/message.mapper';
import type { MessagePlace } from '../messages/messages.repository';

/** Where a list of pins goes on: time of the pin in ms, and seq. */
export type PinCursor = [number, number];

const pinSql = 'UPDATE messages SET pinned_at = clock_timestamp(), pinned_by = $3 WHERE conversation_id = $1 AND seq = $2 AND pinned_at IS NULL RETURNING 1';
const unpinSql = 'UPDATE messages SET pinned_at = NULL, pinned_by = NULL WHERE conversation_id = $1 AND seq = $2 AND pinned_at IS NOT NULL RETURNING 1';
const countSql = 'SELECT count(*)::int AS pins FROM messages WHERE conversation_id = $1 AND pinned_at IS NOT NULL';
const listSql = `
  SELECT m.pinned_at, ${messageColumns} FROM messages m
  WHERE m.conversation_id = $1 AND m.pinned_at IS NOT NULL
    AND ($2::float8 IS NULL OR (m.pinned_at, m.seq) < (to_timestamp($2 / 1000), $3::bigint))
  ORDER BY m.pinned_at DESC, m.seq DESC LIMIT $4`;

@Injectable()
export class PinsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Answers whether it was not pinned before. */
  async pin(tx: Tx, { conversationId, seq }: MessagePlace, userId: string): Promise<boolean> {
    return (await prepared(tx, 'pins-add', pinSql, [conversationId, seq, userId])).length > 0;
  }

  /** Answers whether it was pinned. */
  async unpin(tx: Tx, { conversationId, seq }: MessagePlace): Promise<boolean> {
    return (await prepared(tx, 'pins-remove', unpinSql, [conversationId, seq])).length > 0;
  }

  async count(tx: Tx, conversationId: string): Promise<number> {
    return (await prepared<{ pins: number }>(tx, 'pins-count', countSql, [conversationId]))[0]?.pins ?? 0;
  }

  /** Newest pin first. */
  async list(conversationId: string, after: PinCursor | undefined, limit: number): Promise<{ message: Message; cursor: PinCursor }[]> {
    const params = [conversationId, after?.[0] ?? null, after?.[1] ?? null, limit];
    const rows = await prepared<MessageRow & { pinned_at: Date }>(this.dataSource, 'pins-list', listSql, params);
    return rows.map((row) => ({ message: toMessage(row), cursor: [row.pinned_at.getTime(), row.seq] }));
  }
}

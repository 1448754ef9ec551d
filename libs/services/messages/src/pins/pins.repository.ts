import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { prepared, type Tx } from '@hallway/service-kit/database';

import type { MessagePlace } from '../messages/message-place';

/** A pin, and where a list of pins goes on: its time in ms, and the seq of its message. */
export type PinCursor = [number, number];

const pinSql = 'UPDATE messages SET pinned_at = clock_timestamp(), pinned_by = $3 WHERE conversation_id = $1 AND seq = $2 AND pinned_at IS NULL RETURNING 1';
const unpinSql = 'UPDATE messages SET pinned_at = NULL, pinned_by = NULL WHERE conversation_id = $1 AND seq = $2 AND pinned_at IS NOT NULL RETURNING 1';
const countSql = 'SELECT count(*)::int AS pins FROM messages WHERE conversation_id = $1 AND pinned_at IS NOT NULL';
const listSql = `
  SELECT m.pinned_at, m.seq::float8 AS seq FROM messages m
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
  async list(conversationId: string, after: PinCursor | undefined, limit: number): Promise<PinCursor[]> {
    const params = [conversationId, after?.[0] ?? null, after?.[1] ?? null, limit];
    const rows = await prepared<{ pinned_at: Date; seq: number }>(this.dataSource, 'pins-list', listSql, params);
    return rows.map(({ pinned_at, seq }) => [pinned_at.getTime(), seq]);
  }
}

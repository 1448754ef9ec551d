import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Message } from '@hallway/contracts-messages';
import { prepared, type Tx } from '@hallway/service-kit/database';

import { messageColumns, type MessageRow, toMessage } from './message.mapper';
import type { MessagePlace } from './message-place';
import type { SeqRange } from './message-window.policy';

export interface Head {
  lastSeq: number;
  lastRev: number;
}

const placeSql = 'SELECT conversation_id AS "conversationId", seq::float8 AS seq FROM messages WHERE id = $1';
const headColumns = 'last_seq::float8 AS "lastSeq", last_rev::float8 AS "lastRev"';
const rangeSql = `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.seq BETWEEN $2 AND $3 ORDER BY m.seq`;
const tailSql = `
  SELECT * FROM (SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.seq >= $2 ORDER BY m.seq DESC LIMIT $3) tail ORDER BY seq`;

const changedSql = `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.rev > $2 ORDER BY m.rev LIMIT $3`;

const placesSql = `
  SELECT ${messageColumns} FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS k (conversation_id, seq, place)
  JOIN messages m USING (conversation_id, seq) ORDER BY k.place`;

const mentionSql = `
  WITH old AS (DELETE FROM mentions WHERE conversation_id = $1 AND seq = $2 AND user_id <> ALL ($3::uuid[]))
  INSERT INTO mentions (conversation_id, seq, user_id) SELECT $1, $2, user_id FROM unnest($3::uuid[]) AS user_id
  ON CONFLICT DO NOTHING`;

const resolveSql = 'SELECT mentioned_members($1, $2, $3::text[]) AS ids';

const editSql = `
  UPDATE messages SET body = $3, search_text = $4, mentions = $5, edited_at = clock_timestamp() WHERE conversation_id = $1 AND seq = $2`;

const eraseSql = `
  WITH message AS (
    UPDATE messages SET body = NULL, search_text = NULL, attachments = '[]', mentions = '{}', pinned_at = NULL, pinned_by = NULL,
      deleted_at = clock_timestamp()
    WHERE conversation_id = $1 AND seq = $2
  ), reacted AS (DELETE FROM reactions WHERE conversation_id = $1 AND seq = $2
  ), mentioned AS (DELETE FROM mentions WHERE conversation_id = $1 AND seq = $2)
  DELETE FROM attachments WHERE conversation_id = $1 AND seq = $2`;

const advanceSql = `
  WITH head AS (UPDATE conversation_heads SET last_rev = last_rev + 1 WHERE conversation_id = $1 RETURNING last_rev)
  UPDATE messages SET rev = head.last_rev FROM head WHERE conversation_id = $1 AND seq = $2`;

@Injectable()
export class MessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async placeOf(messageId: string): Promise<MessagePlace | undefined> {
    return (await prepared<MessagePlace>(this.dataSource, 'messages-place', placeSql, [messageId]))[0];
  }

  async head(conversationId: string): Promise<Head> {
    const sql = `SELECT ${headColumns} FROM conversation_heads WHERE conversation_id = $1`;
    return (await prepared<Head>(this.dataSource, 'messages-head', sql, [conversationId]))[0] ?? { lastSeq: 0, lastRev: 0 };
  }

  /** Everything that changes a timeline waits here for its turn. */
  async lockHead(tx: Tx, conversationId: string): Promise<void> {
    await prepared(tx, 'messages-lock-head', 'SELECT FROM conversation_heads WHERE conversation_id = $1 FOR UPDATE', [conversationId]);
  }

  async range(conversationId: string, { from, to }: SeqRange): Promise<Message[]> {
    if (from > to) return [];
    return (await prepared<MessageRow>(this.dataSource, 'messages-range', rangeSql, [conversationId, from, to])).map(toMessage);
  }

  async at(tx: Tx, { conversationId, seq }: MessagePlace): Promise<Message | undefined> {
    return (await prepared<MessageRow>(tx, 'messages-range', rangeSql, [conversationId, seq, seq])).map(toMessage)[0];
  }

  /** The newest messages from `from` on: all that one snapshot shows, also what was sent since the head was read. */
  async tail(conversationId: string, from: number, limit: number): Promise<Message[]> {
    return (await prepared<MessageRow>(this.dataSource, 'messages-tail', tailSql, [conversationId, from, limit])).map(toMessage);
  }

  /** Messages whose last change is after `since`, by rev, all as they are at one moment. */
  async changed(conversationId: string, since: number, limit: number): Promise<Message[]> {
    return (await prepared<MessageRow>(this.dataSource, 'messages-changed', changedSql, [conversationId, since, limit])).map(toMessage);
  }

  /** In the order of the places. */
  async atPlaces(places: MessagePlace[]): Promise<Message[]> {
    if (places.length === 0) return [];
    const params = [places.map(({ conversationId }) => conversationId), places.map(({ seq }) => seq)];
    return (await prepared<MessageRow>(this.dataSource, 'messages-places', placesSql, params)).map(toMessage);
  }

  /** Whom the sender mentions by these names: user ids, in their order, and the conversation's own for everyone. */
  async mentioned(tx: Tx, { conversationId, senderId }: Message, names: string[]): Promise<string[]> {
    if (names.length === 0) return [];
    return (await prepared<{ ids: string[] }>(tx, 'messages-resolve', resolveSql, [conversationId, senderId, names]))[0]?.ids ?? [];
  }

  async edit(tx: Tx, { conversationId, seq }: MessagePlace, change: { body: string; searchText: string; mentions: string[] }): Promise<void> {
    await prepared(tx, 'messages-edit', editSql, [conversationId, seq, change.body, change.searchText, change.mentions]);
    await prepared(tx, 'messages-mention', mentionSql, [conversationId, seq, change.mentions]);
  }

  /** Its place stays; what it said, and all that hung on it, goes. */
  async erase(tx: Tx, { conversationId, seq }: MessagePlace): Promise<void> {
    await prepared(tx, 'messages-erase', eraseSql, [conversationId, seq]);
  }

  /** Gives the message the next rev of its conversation. The head must be locked. */
  async advance(tx: Tx, { conversationId, seq }: MessagePlace): Promise<void> {
    await prepared(tx, 'messages-advance', advanceSql, [conversationId, seq]);
  }
}

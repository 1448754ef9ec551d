import { Injectable } from '@nestjs/common';

import type { Message } from '@hallway/contracts-messages';
import { prepared, type Tx } from '@hallway/service-kit/database';

/** What of a message is searched, and when it was last changed. */
type StoredText = Pick<Message, 'id' | 'body' | 'attachments'> & { edited_at: Date | null };

const beginSql = 'INSERT INTO search_refolds (version) VALUES ($1) ON CONFLICT DO NOTHING';
const placeSql = 'SELECT after_id AS "afterId" FROM search_refolds WHERE version = $1 AND finished_at IS NULL FOR UPDATE SKIP LOCKED';
const nextSql = 'SELECT id, body, attachments, edited_at FROM messages WHERE id > $1 AND search_text IS NOT NULL ORDER BY id LIMIT $2';

/** Who changes a message folds it anew, so what was changed since it was read stays as it is. */
const foldSql = `
  UPDATE messages m SET search_text = k.search_text
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS k (id, search_text, edited_at)
  WHERE m.id = k.id AND m.edited_at IS NOT DISTINCT FROM k.edited_at AND m.search_text <> k.search_text`;

const moveSql = 'UPDATE search_refolds SET after_id = $2 WHERE version = $1';
/** Replicas of the version before may store messages for a while yet. */
const finishSql = `UPDATE search_refolds SET finished_at = now() WHERE version = $1 AND began_at < now() - interval '1 hour'`;

@Injectable()
export class RefoldRepository {
  async begin(tx: Tx, version: number): Promise<void> {
    await prepared(tx, 'refold-begin', beginSql, [version]);
  }

  /** Where to go on; nothing if all is done, or another replica is at it. The place is held until the transaction ends. */
  async place(tx: Tx, version: number): Promise<string | undefined> {
    return (await prepared<{ afterId: string }>(tx, 'refold-place', placeSql, [version]))[0]?.afterId;
  }

  async next(tx: Tx, afterId: string, limit: number): Promise<StoredText[]> {
    return prepared<StoredText>(tx, 'refold-next', nextSql, [afterId, limit]);
  }

  async fold(tx: Tx, texts: (Pick<StoredText, 'id' | 'edited_at'> & { searchText: string })[]): Promise<void> {
    await prepared(tx, 'refold-fold', foldSql, [texts.map(({ id }) => id), texts.map(({ searchText }) => searchText), texts.map((text) => text.edited_at)]);
  }

  async move(tx: Tx, version: number, afterId: string): Promise<void> {
    await prepared(tx, 'refold-move', moveSql, [version, afterId]);
  }

  async finish(tx: Tx, version: number): Promise<void> {
    await prepared(tx, 'refold-finish', finishSql, [version]);
  }
}

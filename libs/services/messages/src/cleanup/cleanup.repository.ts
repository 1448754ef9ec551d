import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { prepared } from '@hallway/service-kit/database';

/** Small enough not to hold up other work. */
const batchSize = 1000;

/** Everything of a conversation, the sequencer last. Its membership version stays, so that nothing brings it back. */
const tablesOfConversation = [
  'reactions',
  'mentions',
  'attachments',
  'receipt_log',
  'read_receipts',
  'delivery_receipts',
  'messages',
  'memberships',
  'conversation_heads',
];

const deletedSql = `
  SELECT conversation_id AS id FROM membership_versions v
  WHERE v.deleted_at IS NOT NULL AND EXISTS (SELECT FROM conversation_heads h WHERE h.conversation_id = v.conversation_id)
  ORDER BY v.deleted_at LIMIT 10`;

@Injectable()
export class CleanupRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Deleted conversations of which rows are left. */
  async deletedConversations(): Promise<string[]> {
    return (await prepared<{ id: string }>(this.dataSource, 'cleanup-deleted', deletedSql, [])).map(({ id }) => id);
  }

  async purgeConversation(conversationId: string): Promise<void> {
    for (const table of tablesOfConversation) {
      await this.inBatches(
        `cleanup-${table}`,
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE conversation_id = $1 LIMIT ${batchSize})) RETURNING 1`,
        [conversationId],
      );
    }
  }

  async purgeReceiptLog(days: number): Promise<void> {
    const old = `SELECT ctid FROM receipt_log WHERE at < now() - make_interval(days => $1) LIMIT ${batchSize}`;
    await this.inBatches('cleanup-old-receipts', `DELETE FROM receipt_log WHERE ctid = ANY (ARRAY(${old})) RETURNING 1`, [days]);
  }

  private async inBatches(name: string, sql: string, params: unknown[]): Promise<void> {
    while ((await prepared(this.dataSource, name, sql, params)).length === batchSize);
  }
}

import { Injectable } from '@nestjs/common';

import type { Tx } from '@hallway/service-kit/database';

/** Which message an upload hangs on, as published by the messages service. */
@Injectable()
export class ReferencesRepository {
  async add(tx: Tx, uploadIds: string[], conversationId: string, messageId: string): Promise<void> {
    await tx.query(
      `INSERT INTO upload_references (upload_id, conversation_id, message_id)
       SELECT id, $2, $3 FROM uploads WHERE id = ANY($1::uuid[])
       ON CONFLICT DO NOTHING`,
      [uploadIds, conversationId, messageId],
    );
    // Removed while this message was sent: its bytes are still there.
    await tx.query(`UPDATE uploads SET removed_at = NULL WHERE id = ANY ($1::uuid[]) AND removed_at IS NOT NULL`, [uploadIds]);
  }

  /** What is no longer used after this is swept as an orphan. */
  async removeMessage(tx: Tx, messageId: string): Promise<void> {
    await tx.query(`DELETE FROM upload_references WHERE message_id = $1`, [messageId]);
  }

  async removeConversation(tx: Tx, conversationId: string): Promise<void> {
    await tx.query(`DELETE FROM upload_references WHERE conversation_id = $1`, [conversationId]);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Attachment, OwnedUpload } from '@hallway/contracts-uploads';
import { prepared, type Tx } from '@hallway/service-kit/database';

export interface UploadRow {
  upload_id: string;
  owner_id: string;
  attachment: Attachment;
}

const visibleSql = `
  SELECT FROM attachments a
  JOIN memberships ms ON ms.conversation_id = a.conversation_id AND ms.user_id = $2 AND NOT ms.removed
  WHERE a.upload_id = $1 LIMIT 1`;

/** Finished uploads, and which message they hang on. */
@Injectable()
export class AttachmentsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(uploadIds: string[]): Promise<UploadRow[]> {
    return prepared<UploadRow>(this.dataSource, 'uploads-find', 'SELECT upload_id, owner_id, attachment FROM uploads WHERE upload_id = ANY ($1)', [uploadIds]);
  }

  async store(tx: Tx, upload: OwnedUpload): Promise<void> {
    const sql = `INSERT INTO uploads (upload_id, owner_id, attachment) VALUES ($1, $2, $3)
      ON CONFLICT (upload_id) DO UPDATE SET attachment = excluded.attachment`;
    await prepared(tx, 'uploads-store', sql, [upload.id, upload.ownerId, JSON.stringify(toAttachment(upload))]);
  }

  async remove(tx: Tx, uploadId: string): Promise<void> {
    await prepared(tx, 'uploads-remove', 'DELETE FROM uploads WHERE upload_id = $1', [uploadId]);
  }

  /** Does it hang on a message that this person can see? */
  async isVisible(uploadId: string, userId: string): Promise<boolean> {
    return (await prepared(this.dataSource, 'uploads-visible', visibleSql, [uploadId, userId])).length > 0;
  }
}

/** What a message keeps of an upload: no owner, nothing else that the event may carry. */
export function toAttachment({ id, fileName, mimeType, size, width, height, animated, variants }: OwnedUpload): Attachment {
  return { id, fileName, mimeType, size, ...(width != null && { width }), ...(height != null && { height }), ...(animated && { animated }), variants };
}

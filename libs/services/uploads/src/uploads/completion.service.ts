import { Injectable } from '@nestjs/common';

import { notFound } from '@hallway/contracts-core';
import { type Upload, uploadCompleted, uploadIncomplete, uploadMismatch } from '@hallway/contracts-uploads';
import { Outbox } from '@hallway/event-bus';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { ImagesService, type ProcessedBytes } from '../images/images.service';
import { BlobStore } from '../storage/blob-store';
import { PiecesStore } from '../storage/pieces-store';
import { newContentKey, removeContents, sentKey } from '../storage/upload-keys';
import { checkContent, type CheckedContent } from './content-check';
import type { UploadEntity } from './upload.entity';
import { toOwnedUpload, toUpload } from './upload.mapper';
import { UploadsRepository } from './uploads.repository';
import { UploadsService } from './uploads.service';

/**
 * Makes readable what was sent: each complete copies it to a key of its own that no client can write to, checks
 * the copy, and the row names that key once it is ready (docs/adr/0011). A client that completes again after a crash
 * begins anew with what was sent, or clears away what is left.
 */
@Injectable()
export class CompletionService {
  constructor(
    private readonly uploads: UploadsService,
    private readonly repository: UploadsRepository,
    private readonly blobs: BlobStore,
    private readonly pieces: PiecesStore,
    private readonly images: ImagesService,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  /** Again on a finished one it answers the same. */
  async complete(ownerId: string, id: string): Promise<Upload> {
    const upload = await this.uploads.owned(ownerId, id);
    const ready = upload.status === 'ready' ? upload : await this.finish(upload);
    await this.clearAway(ready);
    return toUpload(ready);
  }

  private async finish(upload: UploadEntity): Promise<UploadEntity> {
    const contentKey = newContentKey(upload.id);
    try {
      const content = await this.store(upload, contentKey);
      return await this.transactions.run((tx) => this.publish(tx, { ...upload, ...content, contentKey }));
    } catch (error) {
      const now = await this.repository.find(upload.id);
      // Another complete was faster and has removed the bytes that this one was looking at.
      if (now?.status === 'ready') return now;
      // It expired and was swept while this one stored.
      if (!now) await removeContents(this.blobs, upload.id);
      throw error;
    }
  }

  private async store(upload: UploadEntity, contentKey: string): Promise<ProcessedBytes> {
    // The process may have died between the last piece and the move.
    await this.pieces.finish(upload.id);
    if (!(await this.blobs.copy(sentKey(upload.id), contentKey))) throw new ProblemError(uploadIncomplete);
    return this.images.process(upload.ownerId, contentKey, await this.check(upload, contentKey));
  }

  private async check(upload: UploadEntity, contentKey: string): Promise<CheckedContent> {
    const content = await checkContent(await this.blobs.read(contentKey), upload.mimeType);
    const same = content.size === upload.size && (upload.sha256 === null || upload.sha256 === content.sha256);
    if (same) return content;
    await Promise.all([sentKey(upload.id), contentKey].map((key) => this.blobs.remove(key)));
    throw new ProblemError(uploadMismatch);
  }

  /** Of several completes at once one is published, and its content counts for all. */
  private async publish(tx: Tx, finished: UploadEntity): Promise<UploadEntity> {
    const current = await this.repository.lock(tx, finished.id);
    if (!current) throw new ProblemError(notFound);
    if (current.status === 'ready') return current;
    const ready: UploadEntity = { ...finished, status: 'ready', completedAt: new Date() };
    await this.repository.save(tx, ready);
    this.outbox.add(tx, uploadCompleted, toOwnedUpload(ready));
    this.transactions.afterCommit(tx, () => this.logger.audit('upload-completed', { outcome: 'success', uploadId: ready.id, size: ready.size }));
    return ready;
  }

  /** What was sent, first, so that no other copy is made; then what other completes have made of it. */
  private async clearAway(ready: UploadEntity): Promise<void> {
    await this.blobs.remove(sentKey(ready.id));
    await removeContents(this.blobs, ready.id, ready.contentKey ?? undefined);
  }
}

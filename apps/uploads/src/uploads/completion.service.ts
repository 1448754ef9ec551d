import { Injectable } from '@nestjs/common';
import { notFound } from '@hallway/contracts-core';
import { type Upload, uploadCompleted, uploadIncomplete, uploadMismatch } from '@hallway/contracts-uploads';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Outbox } from '@hallway/service-kit/events';
import { ImagesService } from '../images/images.service';
import { BlobStore, blobKey } from '../storage/blob-store';
import { PiecesStore } from '../storage/pieces-store';
import { type CheckedContent, checkContent } from './content-check';
import type { UploadEntity } from './upload.entity';
import { toOwnedUpload, toUpload } from './upload.mapper';
import { UploadsRepository } from './uploads.repository';
import { UploadsService } from './uploads.service';

/**
 * Checks what has arrived and makes it readable. A picture with metadata takes one step more:
 * its clean copy is stored and the row says so, then what was sent is removed, then it is ready.
 * Whoever completes again after a crash goes on from the row.
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
  ) {}

  /** Again on a finished one it answers the same. */
  async complete(ownerId: string, id: string): Promise<Upload> {
    const upload = await this.uploads.owned(ownerId, id);
    if (upload.status === 'ready') return toUpload(upload);
    return toUpload(await this.finish(upload.cleaned ? upload : await this.inspect(upload)));
  }

  private async inspect(upload: UploadEntity): Promise<UploadEntity> {
    try {
      const sent = await this.check(upload);
      const inspected: UploadEntity = { ...upload, ...(await this.images.process(upload.id, sent)) };
      return inspected.cleaned ? await this.transactions.run((tx) => this.store(tx, inspected)) : inspected;
    } catch (error) {
      // Another complete may have been faster and have removed the bytes that this one was looking at.
      const now = await this.uploads.owned(upload.ownerId, upload.id);
      if (now.cleaned) return now;
      throw error;
    }
  }

  private async check(upload: UploadEntity): Promise<CheckedContent> {
    const key = blobKey(upload.id, 'original');
    // The process may have died between the last piece and the move.
    await this.pieces.finish(upload.id);
    const size = await this.blobs.size(key);
    if (size === undefined) throw new ProblemError(uploadIncomplete);
    const content = await checkContent(await this.blobs.read(key), upload.mimeType);
    const same = content.size === upload.size && (upload.sha256 === null || upload.sha256 === content.sha256);
    if (same) return content;
    await this.blobs.remove(key);
    throw new ProblemError(uploadMismatch);
  }

  /** From here on the clean copy counts; nobody looks at what was sent any more. */
  private async store(tx: Tx, cleaned: UploadEntity): Promise<UploadEntity> {
    const current = await this.lock(tx, cleaned.id);
    if (current.cleaned || current.status === 'ready') return current;
    await this.repository.save(tx, cleaned);
    return cleaned;
  }

  private async finish(upload: UploadEntity): Promise<UploadEntity> {
    if (upload.cleaned) await this.blobs.remove(blobKey(upload.id, 'original'));
    return this.transactions.run((tx) => this.publish(tx, upload));
  }

  /** Two completes at once store and tell it once. */
  private async publish(tx: Tx, inspected: UploadEntity): Promise<UploadEntity> {
    const current = await this.lock(tx, inspected.id);
    if (current.status === 'ready') return current;
    const ready: UploadEntity = { ...(current.cleaned ? current : inspected), status: 'ready', completedAt: new Date() };
    await this.repository.save(tx, ready);
    this.outbox.add(tx, uploadCompleted, toOwnedUpload(ready));
    return ready;
  }

  private async lock(tx: Tx, id: string): Promise<UploadEntity> {
    const current = await this.repository.lock(tx, id);
    if (!current) throw new ProblemError(notFound);
    return current;
  }
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { uploadDeleted } from '@hallway/contracts-uploads';
import { Outbox } from '@hallway/event-bus';
import { Transactions } from '@hallway/service-kit/database';
import { Logger } from '@hallway/service-kit/log';

import { UploadsConfig } from '../config';
import { BlobStore } from '../storage/blob-store';
import { PiecesStore } from '../storage/pieces-store';
import { removeContents, sentPrefix } from '../storage/upload-keys';
import { WorkFolder } from '../storage/work-folder';
import { PicturesService } from './pictures.service';
import type { UploadEntity } from './upload.entity';
import { UploadsRepository } from './uploads.repository';

const everyMs = 600_000;
const atOnce = 100;
/** A message may have been sent with a file just before it was removed: the event of that brings it back. */
const graceMs = 3_600_000;

/** Removes what was never finished, what came too late and what nothing uses any more. */
@Injectable()
export class SweeperService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly uploads: UploadsRepository,
    private readonly pictures: PicturesService,
    private readonly blobs: BlobStore,
    private readonly pieces: PiecesStore,
    private readonly work: WorkFolder,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly config: UploadsConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.logger.error('orphaned uploads could not be swept', { err: error }));
    }, everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Removed is said first, and committed; the bytes go later, and the row after them: what fails in between is found again.
   * @returns how many were removed
   */
  async sweep(now = Date.now()): Promise<number> {
    const before = new Date(now - this.config.UPLOADS_ORPHAN_HOURS * 3_600_000);
    await this.work.sweep(before);
    await this.pieces.sweep(before);
    await this.sweepSent(before);
    await this.sweepRemoved(new Date(now - graceMs));
    return this.removeUnused(before, new Date(now));
  }

  private async removeUnused(before: Date, now: Date): Promise<number> {
    const unused = await this.uploads.unused(before, atOnce);
    const shown = await this.stillShown(unused, now);
    return this.transactions.run(async (tx) => {
      const ids = unused.map(({ id }) => id).filter((id) => !shown.has(id));
      const removed = await this.uploads.markRemoved(tx, ids, before, now);
      for (const { id, ownerId, status } of removed) if (status === 'ready') this.outbox.add(tx, uploadDeleted, { uploadId: id, ownerId });
      return removed.length;
    });
  }

  /** A claim that is still true counts from now; one whose change never happened has run out. Without an answer all are true. */
  private async stillShown(unused: UploadEntity[], now: Date): Promise<Set<string>> {
    const claimed = unused.filter(({ claimedAt }) => claimedAt !== null).map(({ id }) => id);
    try {
      const shown = await this.pictures.shown(claimed);
      if (shown.size > 0) await this.transactions.run((tx) => this.uploads.claim(tx, [...shown], now));
      return shown;
    } catch (error) {
      this.logger.warn('no service could be asked which pictures are shown', { err: error });
      return new Set(claimed);
    }
  }

  private async sweepRemoved(before: Date): Promise<void> {
    const removed = await this.uploads.removedBefore(before, atOnce);
    for (const { id } of removed) await removeContents(this.blobs, id);
    await this.transactions.run((tx) =>
      this.uploads.remove(
        tx,
        removed.map(({ id }) => id),
      ),
    );
    // Only now: until then a message may bring it back. What was never finished was never seen.
    const seen = removed.filter(({ status }) => status === 'ready');
    for (const { id: uploadId, ownerId } of seen) this.logger.audit('upload-deleted', { outcome: 'success', uploadId, ownerId, reason: 'unused' });
  }

  /** So old, bytes belong to an upload that is finished with others or has expired. */
  private async sweepSent(before: Date): Promise<void> {
    for (const key of await this.blobs.list(sentPrefix, before)) await this.blobs.remove(key);
  }
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { uploadDeleted } from '@hallway/contracts-uploads';
import { Transactions } from '@hallway/service-kit/database';
import { Outbox } from '@hallway/service-kit/events';
import { Logger } from '@hallway/service-kit/log';
import { UploadsConfig } from '../config';
import { BlobStore } from '../storage/blob-store';
import { PiecesStore } from '../storage/pieces-store';
import { removeContents, sentPrefix } from '../storage/upload-keys';
import { WorkFolder } from '../storage/work-folder';
import { UploadsRepository } from './uploads.repository';

const everyMs = 600_000;
const atOnce = 100;

/** Removes what was never finished, what came too late and what nothing uses any more. */
@Injectable()
export class SweeperService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly uploads: UploadsRepository,
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
   * The row goes only after the bytes: what fails in between is found again next time.
   * @returns how many were removed
   */
  async sweep(now = Date.now()): Promise<number> {
    const before = new Date(now - this.config.UPLOADS_ORPHAN_HOURS * 3_600_000);
    await this.work.sweep(before);
    await this.pieces.sweep(before);
    await this.sweepSent(before);
    return this.transactions.run(async (tx) => {
      // Removing many files takes its time, and nobody else waits for their rows.
      await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '10min'`);
      const orphans = await this.uploads.orphans(tx, before, atOnce);
      for (const orphan of orphans) await removeContents(this.blobs, orphan.id);
      await this.uploads.remove(tx, orphans.map((orphan) => orphan.id));
      const told = orphans.filter((orphan) => orphan.status === 'ready');
      for (const { id, ownerId } of told) this.outbox.add(tx, uploadDeleted, { uploadId: id, ownerId });
      return orphans.length;
    });
  }

  /** So old, bytes belong to an upload that is finished with others or has expired. */
  private async sweepSent(before: Date): Promise<void> {
    for (const key of await this.blobs.list(sentPrefix, before)) await this.blobs.remove(key);
  }
}

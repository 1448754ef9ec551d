import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { notFound, pathOf, publicPrefix, rateLimited } from '@hallway/contracts-core';
import {
  type DeclaredUpload,
  type DeclareUpload,
  type OwnedUpload,
  plainFileName,
  quotaExceeded,
  tusPath,
  uploadExpired,
  uploadFinished,
  uploadMismatch,
  uploadsApi,
  uploadTooLarge,
} from '@hallway/contracts-uploads';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { UploadsConfig } from '../config';
import { BlobStore } from '../storage/blob-store';
import { sentKey } from '../storage/upload-keys';
import { ExactBytes } from './exact-bytes';
import type { UploadEntity } from './upload.entity';
import { toOwnedUpload } from './upload.mapper';
import { UploadsRepository, type Usage } from './uploads.repository';

const hourMs = 3_600_000;
/** Some of the last hour, and of what was not finished, is gone by then. */
const retryAfterSeconds = 300;

@Injectable()
export class UploadsService {
  constructor(
    private readonly uploads: UploadsRepository,
    private readonly blobs: BlobStore,
    private readonly transactions: Transactions,
    private readonly config: UploadsConfig,
  ) {}

  async declare(ownerId: string, request: DeclareUpload): Promise<DeclaredUpload> {
    if (request.size > this.config.UPLOADS_MAX_BYTES) {
      throw new ProblemError(uploadTooLarge, { detail: `At most ${this.config.UPLOADS_MAX_BYTES} bytes` });
    }
    const upload = this.newUpload(ownerId, request);
    await this.transactions.run(async (tx) => {
      await this.uploads.lockOwner(tx, ownerId);
      this.demandRoom(request.size, await this.uploads.usage(tx, ownerId, new Date(Date.now() - hourMs)));
      await this.uploads.save(tx, upload);
    });
    return this.targets(upload);
  }

  /** Takes all bytes in one request. */
  async receive(ownerId: string, id: string, bytes: Readable): Promise<void> {
    const upload = await this.open(ownerId, id);
    const exact = new ExactBytes(upload.size);
    // The store reports the failure too, but may begin to read only after it.
    exact.on('error', () => bytes.unpipe(exact));
    bytes.on('error', (error) => exact.destroy(error));
    bytes.on('close', () => bytes.readableEnded || exact.destroy(new ProblemError(uploadMismatch, { detail: 'The connection was cut' })));
    await this.blobs.write(sentKey(id), bytes.pipe(exact));
    // Finished in between with other bytes: these count for nothing, and are swept.
    await this.open(ownerId, id);
  }

  /** Finished uploads of one owner. */
  async readyOf(ownerId: string, ids: string[]): Promise<OwnedUpload[]> {
    return (await this.uploads.findReady(ownerId, ids)).map(toOwnedUpload);
  }

  /** A declared upload of the owner that still takes bytes. */
  async open(ownerId: string, id: string): Promise<UploadEntity> {
    const upload = await this.owned(ownerId, id);
    if (upload.status === 'ready') throw new ProblemError(uploadFinished);
    return upload;
  }

  /** An upload of the owner that is finished or may still be. */
  async owned(ownerId: string, id: string): Promise<UploadEntity> {
    const upload = await this.uploads.find(id);
    if (!upload || upload.ownerId !== ownerId) throw new ProblemError(notFound);
    if (upload.status === 'declared' && this.hasExpired(upload)) throw new ProblemError(uploadExpired);
    return upload;
  }

  private demandRoom(size: number, { bytes, unfinished, lately }: Usage): void {
    if (bytes + size > this.config.UPLOADS_QUOTA_BYTES) throw new ProblemError(quotaExceeded);
    if (this.config.RATE_LIMITS !== 'on') return;
    const { UPLOADS_PER_HOUR: perHour, UPLOADS_UNFINISHED: atOnce } = this.config;
    if (lately >= perHour) throw tooMany(`At most ${perHour} files in an hour`, perHour);
    if (unfinished >= atOnce) throw tooMany(`At most ${atOnce} files that are not finished`, atOnce);
  }

  private newUpload(ownerId: string, request: DeclareUpload): UploadEntity {
    return {
      id: uuidv7(),
      ownerId,
      status: 'declared',
      fileName: plainFileName(request.fileName) || 'file',
      mimeType: request.mimeType,
      size: request.size,
      sha256: request.sha256?.toLowerCase() ?? null,
      width: null,
      height: null,
      animated: false,
      variants: [],
      contentKey: null,
      claimedAt: null,
      removedAt: null,
      createdAt: new Date(),
      completedAt: null,
    };
  }

  private async targets(upload: UploadEntity): Promise<DeclaredUpload> {
    const seconds = this.config.UPLOADS_ORPHAN_HOURS * 3600;
    const direct = await this.blobs.putTarget(sentKey(upload.id), upload.mimeType, upload.size, Math.min(seconds, 86_400));
    const local = { url: pathOf(uploadsApi.send, { uploadId: upload.id }), headers: { 'Content-Type': 'application/octet-stream' } };
    return {
      id: upload.id,
      upload: { method: 'PUT', ...(direct ?? local) },
      resumable: { protocol: 'tus', url: `${publicPrefix}${tusPath}/${upload.id}` },
      expiresAt: new Date(upload.createdAt.getTime() + seconds * 1000).toISOString(),
    };
  }

  private hasExpired(upload: UploadEntity): boolean {
    return Date.now() - upload.createdAt.getTime() > this.config.UPLOADS_ORPHAN_HOURS * hourMs;
  }
}

function tooMany(detail: string, limit: number): ProblemError {
  const headers = { 'RateLimit-Limit': String(limit), 'RateLimit-Remaining': '0', 'RateLimit-Reset': String(retryAfterSeconds) };
  return new ProblemError(rateLimited, { detail, retryAfterSeconds, headers });
}

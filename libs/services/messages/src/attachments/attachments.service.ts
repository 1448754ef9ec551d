import { Injectable } from '@nestjs/common';

import { type Attachment, type OwnedUpload, uploadsInternalApi } from '@hallway/contracts-uploads';
import { ServiceClient } from '@hallway/service-calls';
import type { Tx } from '@hallway/service-kit/database';

import { AttachmentsRepository, toAttachment } from './attachments.repository';

export interface WantedUpload {
  ownerId: string;
  uploadId: string;
}

/** Finished uploads that were looked for. */
export class FoundUploads {
  /** Why some could not be looked up. */
  error: unknown;
  private readonly found = new Map<string, Attachment>();

  add(ownerId: string, attachment: Attachment): void {
    this.found.set(keyOf({ ownerId, uploadId: attachment.id }), attachment);
  }

  get(ownerId: string, uploadId: string): Attachment | undefined {
    return this.found.get(keyOf({ ownerId, uploadId }));
  }
}

const keyOf = ({ ownerId, uploadId }: WantedUpload): string => `${ownerId}:${uploadId}`.toLowerCase();

/** Which files a member may attach to a message, and who may see them there. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly uploads: AttachmentsRepository,
    private readonly client: ServiceClient,
  ) {}

  /** Those of the uploads that are finished and belong to the given owners. */
  async owned(wanted: WantedUpload[]): Promise<FoundUploads> {
    const result = new FoundUploads();
    if (wanted.length === 0) return result;
    const ids = new Set(wanted.map(({ uploadId }) => uploadId));
    for (const row of await this.uploads.find([...ids])) result.add(row.owner_id, row.attachment);
    const missing = wanted.filter(({ ownerId, uploadId }) => !result.get(ownerId, uploadId));
    const owners = [...new Set(missing.map(({ ownerId }) => ownerId))];
    await Promise.all(
      owners.map((owner) =>
        this.ask(
          owner,
          missing.filter(({ ownerId }) => ownerId === owner),
          result,
        ),
      ),
    );
    return result;
  }

  isVisible(uploadId: string, userId: string): Promise<boolean> {
    return this.uploads.isVisible(uploadId, userId);
  }

  completed(tx: Tx, upload: OwnedUpload): Promise<void> {
    return this.uploads.store(tx, upload);
  }

  deleted(tx: Tx, uploadId: string): Promise<void> {
    return this.uploads.remove(tx, uploadId);
  }

  /** The event of a fresh upload may still be on its way, so its owner is asked. */
  private async ask(ownerId: string, wanted: WantedUpload[], result: FoundUploads): Promise<void> {
    const uploadIds = [...new Set(wanted.map(({ uploadId }) => uploadId))].slice(0, 100);
    try {
      const { uploads } = await this.client.call(uploadsInternalApi.owned, { body: { ownerId, uploadIds }, idempotent: true });
      for (const upload of uploads) result.add(upload.ownerId, toAttachment(upload));
    } catch (error) {
      result.error = error;
    }
  }
}

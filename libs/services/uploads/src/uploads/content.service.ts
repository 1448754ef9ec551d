import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';

import { notFound } from '@hallway/contracts-core';
import { messagesInternalApi } from '@hallway/contracts-messages';
import type { VariantName } from '@hallway/contracts-uploads';
import { ServiceClient } from '@hallway/service-calls';
import { ProblemError } from '@hallway/service-kit/errors';

import { BlobStore, type ByteRange } from '../storage/blob-store';
import { variantKey } from '../storage/upload-keys';
import { PicturesService } from './pictures.service';
import type { UploadEntity } from './upload.entity';
import { UploadsRepository } from './uploads.repository';

export interface Content {
  fileName: string;
  mimeType: string;
  size: number;
  /** Changes when the bytes do: never. */
  etag: string;
  open(range?: ByteRange): Promise<Readable>;
}

/** Who may read which bytes. */
@Injectable()
export class ContentService {
  constructor(
    private readonly uploads: UploadsRepository,
    private readonly blobs: BlobStore,
    private readonly pictures: PicturesService,
    private readonly services: ServiceClient,
  ) {}

  /** @throws ProblemError `not-found` for what is not there and for what the user may not know of */
  async find(userId: string, id: string, variant: VariantName): Promise<Content> {
    const upload = await this.uploads.find(id);
    if (!upload?.contentKey || !(await this.maySee(userId, upload))) throw new ProblemError(notFound);
    const found = variant === 'original' ? upload : upload.variants.find(({ name }) => name === variant);
    // A file without smaller pictures has only its original.
    if (!found) throw new ProblemError(notFound);
    const key = variant === 'original' ? upload.contentKey : variantKey(upload.contentKey, variant);
    return {
      fileName: upload.fileName,
      mimeType: found.mimeType,
      size: found.size,
      etag: `"${id}-${variant}"`,
      open: (range) => this.blobs.read(key, range),
    };
  }

  /** The owner; everyone signed in, for pictures of people; members of a conversation that shows it, or where it hangs. */
  private async maySee(userId: string, upload: UploadEntity): Promise<boolean> {
    if (upload.ownerId === userId) return true;
    if (upload.claimedAt && (await this.pictures.isShownTo(userId, upload.id))) return true;
    const { allowed } = await this.services.call(messagesInternalApi.uploadAccess, { body: { uploadId: upload.id, userId } });
    return allowed;
  }
}

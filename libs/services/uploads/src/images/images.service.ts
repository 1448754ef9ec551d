import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';

import { unavailable } from '@hallway/contracts-core';
import { uploadLimits, type Variant } from '@hallway/contracts-uploads';
import { ProblemError } from '@hallway/service-kit/errors';

import { BlobStore } from '../storage/blob-store';
import { variantKey } from '../storage/upload-keys';
import { WorkFolder } from '../storage/work-folder';
import { FairQueue, QueueFull } from './fair-queue';
import { type Rendered, renderImage, UnreadableImage } from './image-worker';
import { BrokenPicture } from './metadata/picture-file';
import { carriesMetadata, type Cleaned, removeMetadata } from './metadata/remove-metadata';

/** The larger one first: the smaller is made of it. */
const edges = [
  { name: 'preview', edge: uploadLimits.preview },
  { name: 'thumb', edge: uploadLimits.thumb },
] as const;

export interface StoredBytes {
  size: number;
  /** Hex. */
  sha256: string;
  mimeType: string;
}

export interface ProcessedBytes extends StoredBytes {
  width: number | null;
  height: number | null;
  animated: boolean;
  variants: Variant[];
}

/** Pictures without private data, and smaller ones for lists and the timeline. */
@Injectable()
export class ImagesService {
  private readonly queue = new FairQueue({ atOnce: 1, perOwner: 10, total: 200 });

  constructor(
    private readonly blobs: BlobStore,
    private readonly work: WorkFolder,
  ) {}

  /**
   * Puts a picture without metadata in the place of the one that was sent, and smaller ones beside it.
   * @throws ProblemError `unavailable` for an owner of whom too many are waiting
   */
  async process(ownerId: string, contentKey: string, sent: StoredBytes): Promise<ProcessedBytes> {
    if (!carriesMetadata(sent.mimeType)) return plainFile(sent);
    try {
      return await this.queue.run(ownerId, () => this.work.use((folder) => this.processPicture(contentKey, sent, folder)));
    } catch (error) {
      if (error instanceof QueueFull)
        throw new ProblemError(unavailable, { detail: 'Too many pictures are waiting, try again', retryAfterSeconds: 5, cause: error });
      throw error;
    }
  }

  private async processPicture(contentKey: string, sent: StoredBytes, folder: string): Promise<ProcessedBytes> {
    const [source, clean] = [join(folder, 'sent'), join(folder, 'clean')];
    await pipeline(await this.blobs.read(contentKey), createWriteStream(source));
    const left = await withoutMetadata(source, sent.mimeType, clean);
    if (!left) return plainFile({ ...sent, mimeType: 'application/octet-stream' });
    const rendered = await this.render(contentKey, clean, folder);
    if (left.sha256 !== sent.sha256) await this.blobs.adopt(contentKey, clean);
    return { ...plainFile({ ...sent, ...left }), ...rendered };
  }

  /** Nothing for what cannot be decoded within the limits. */
  private async render(contentKey: string, source: string, folder: string): Promise<Rendered | undefined> {
    const targets = edges.map(({ name, edge }) => ({ name, edge, path: join(folder, name) }));
    try {
      const rendered = await renderImage({ source, targets, maxPixels: uploadLimits.pixels, maxEdge: uploadLimits.edge, maxFrames: uploadLimits.frames });
      for (const { name, path } of targets) await this.blobs.write(variantKey(contentKey, name), createReadStream(path));
      return rendered;
    } catch (error) {
      if (error instanceof UnreadableImage) return undefined;
      throw error;
    }
  }
}

function plainFile(bytes: StoredBytes): ProcessedBytes {
  return { ...bytes, width: null, height: null, animated: false, variants: [] };
}

/** Nothing for bytes that only begin like a picture. */
async function withoutMetadata(source: string, mimeType: string, target: string): Promise<Cleaned | undefined> {
  try {
    return await removeMetadata(source, mimeType, target);
  } catch (error) {
    if (error instanceof BrokenPicture) return undefined;
    throw error;
  }
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { Injectable } from '@nestjs/common';
import { uploadLimits, type Variant } from '@hallway/contracts-uploads';
import { UploadsConfig } from '../config';
import { BlobStore, blobKey } from '../storage/blob-store';
import { WorkQueue } from './work-queue';
import { renderImage, type Rendered, UnreadableImage } from './image-worker';

/** What is decoded; anything else is just a file. */
const decodable = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/heif']);
const maxFrames = 200;
const edges = { thumb: uploadLimits.thumb, preview: uploadLimits.preview };

/** Smaller pictures for lists and the timeline. */
@Injectable()
export class ImagesService {
  private readonly queue = new WorkQueue(1);

  constructor(
    private readonly blobs: BlobStore,
    private readonly config: UploadsConfig,
  ) {}

  /**
   * Measures a stored picture and stores its smaller variants.
   * @returns `undefined` for what is no picture, or one that cannot be decoded within the limits
   */
  async process(uploadId: string, mimeType: string): Promise<Rendered | undefined> {
    if (!decodable.has(mimeType)) return undefined;
    return this.queue.run(() => this.render(uploadId));
  }

  private async render(uploadId: string): Promise<Rendered | undefined> {
    const work = join(this.config.UPLOADS_DIR, 'work');
    await mkdir(work, { recursive: true });
    const folder = await mkdtemp(join(work, 'image-'));
    try {
      const source = join(folder, 'original');
      await pipeline(await this.blobs.read(blobKey(uploadId, 'original')), createWriteStream(source));
      const targets = Object.entries(edges).map(([name, edge]) => ({ name, edge, path: join(folder, name) }));
      const rendered = await renderImage({ source, targets, maxPixels: uploadLimits.pixels, maxFrames });
      for (const { name, path } of targets) await this.blobs.write(blobKey(uploadId, name), createReadStream(path));
      return rendered;
    } catch (error) {
      if (error instanceof UnreadableImage) return undefined;
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async removeVariants(uploadId: string, variants: Variant[]): Promise<void> {
    await Promise.all(variants.map((variant) => this.blobs.remove(blobKey(uploadId, variant.name))));
  }
}

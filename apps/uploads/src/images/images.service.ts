import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { uploadLimits, type Variant } from '@hallway/contracts-uploads';
import { BlobStore, blobKey } from '../storage/blob-store';
import { WorkFolder } from '../storage/work-folder';
import { WorkQueue } from './work-queue';
import { renderImage, type Rendered, UnreadableImage } from './image-worker';
import { BrokenPicture } from './metadata/picture-file';
import { carriesMetadata, type Cleaned, removeMetadata } from './metadata/remove-metadata';

const maxFrames = 200;
const edges = { thumb: uploadLimits.thumb, preview: uploadLimits.preview };

export interface StoredBytes {
  size: number;
  /** Hex. */
  sha256: string;
  mimeType: string;
}

export interface ProcessedBytes extends StoredBytes {
  /** The original is what lies under the key `clean`. */
  cleaned: boolean;
  width: number | null;
  height: number | null;
  variants: Variant[];
}

/** Pictures without private data, and smaller ones for lists and the timeline. */
@Injectable()
export class ImagesService {
  private readonly queue = new WorkQueue(1);

  constructor(
    private readonly blobs: BlobStore,
    private readonly work: WorkFolder,
  ) {}

  /**
   * Looks at what was sent. Of a picture it stores smaller ones and, where it carries metadata, a copy without.
   * What was sent stays as it is, so this may be done again.
   */
  async process(uploadId: string, sent: StoredBytes): Promise<ProcessedBytes> {
    if (!carriesMetadata(sent.mimeType)) return plainFile(sent);
    return this.queue.run(() => this.work.use((folder) => this.processPicture(uploadId, sent, folder)));
  }

  private async processPicture(uploadId: string, sent: StoredBytes, folder: string): Promise<ProcessedBytes> {
    const [source, clean] = [join(folder, 'sent'), join(folder, 'clean')];
    await pipeline(await this.blobs.read(blobKey(uploadId, 'original')), createWriteStream(source));
    const left = await withoutMetadata(source, sent.mimeType, clean);
    if (!left) return plainFile({ ...sent, mimeType: 'application/octet-stream' });
    const rendered = await this.render(uploadId, clean, folder);
    const cleaned = left.sha256 !== sent.sha256;
    if (cleaned) await this.blobs.adopt(blobKey(uploadId, 'clean'), clean);
    return { ...plainFile(sent), ...left, ...rendered, cleaned };
  }

  /** Nothing for what cannot be decoded within the limits. */
  private async render(uploadId: string, source: string, folder: string): Promise<Rendered | undefined> {
    const targets = Object.entries(edges).map(([name, edge]) => ({ name, edge, path: join(folder, name) }));
    try {
      const rendered = await renderImage({ source, targets, maxPixels: uploadLimits.pixels, maxFrames });
      for (const { name, path } of targets) await this.blobs.write(blobKey(uploadId, name), createReadStream(path));
      return rendered;
    } catch (error) {
      if (error instanceof UnreadableImage) return undefined;
      throw error;
    }
  }
}

function plainFile(bytes: StoredBytes): ProcessedBytes {
  return { ...bytes, cleaned: false, width: null, height: null, variants: [] };
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

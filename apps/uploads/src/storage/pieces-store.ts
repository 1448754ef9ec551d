import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { FileStore } from '@tus/file-store';
import { Upload as TusUpload } from '@tus/server';
import { UploadsConfig } from '../config';
import { BlobStore, blobKey } from './blob-store';

/** Pieces on their way, in a folder; a whole file moves to the blob store. */
@Injectable()
export class PiecesStore {
  readonly pieces: FileStore;
  private readonly folder: string;

  constructor(
    config: UploadsConfig,
    private readonly blobs: BlobStore,
  ) {
    this.folder = join(config.UPLOADS_DIR, 'pieces');
    this.pieces = new FileStore({ directory: this.folder });
  }

  /** The upload was declared over REST, so its place is made when the first piece comes. */
  async prepare(id: string, size: number): Promise<void> {
    try {
      await this.pieces.getUpload(id);
    } catch {
      await this.pieces.create(new TusUpload({ id, size, offset: 0 }));
    }
  }

  /** Moves a whole file to the blob store; what is not whole stays. Again on a moved one it does nothing. */
  async finish(id: string): Promise<void> {
    const { offset, size } = await this.stateOf(id);
    if (size === undefined || offset < size) return;
    await this.blobs.adopt(blobKey(id, 'original'), join(this.folder, id));
    await rm(join(this.folder, `${id}.json`), { force: true });
  }

  private async stateOf(id: string): Promise<{ offset: number; size?: number }> {
    try {
      return await this.pieces.getUpload(id);
    } catch {
      return { offset: 0 };
    }
  }

  async remove(id: string): Promise<void> {
    await Promise.all([rm(join(this.folder, id), { force: true }), rm(join(this.folder, `${id}.json`), { force: true })]);
  }
}

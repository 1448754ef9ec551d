import { constants, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { FileStore } from '@tus/file-store';
import { Upload as TusUpload } from '@tus/server';

import { UploadsConfig } from '../config';
import { BlobStore } from './blob-store';
import { namesBefore, orNothing } from './old-files';
import { sentKey } from './upload-keys';
import { WorkFolder } from './work-folder';

/** Pieces on their way, in a folder; a whole file moves to the blob store. */
@Injectable()
export class PiecesStore {
  readonly pieces: FileStore;
  private readonly folder: string;

  constructor(
    config: UploadsConfig,
    private readonly blobs: BlobStore,
    private readonly work: WorkFolder,
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

  /** Hands a whole file to the blob store; what is not whole stays. Again on one handed over it does nothing. */
  async finish(id: string): Promise<void> {
    const { offset, size } = await this.stateOf(id);
    if (size === undefined || offset < size) return;
    await this.work.use(async (folder) => {
      // A copy: a request that was cut here may still be written to its file by another replica.
      const whole = join(folder, 'whole');
      const copied = await orNothing(copyFile(join(this.folder, id), whole, constants.COPYFILE_FICLONE).then(() => true));
      if (copied) await this.blobs.adopt(sentKey(id), whole);
    });
    await this.remove(id);
  }

  /** Removes uploads that may not be continued any more, whether they were handed over or not. */
  async sweep(before: Date): Promise<void> {
    for (const name of await namesBefore(this.folder, before)) await rm(join(this.folder, name), { force: true });
  }

  private async stateOf(id: string): Promise<{ offset: number; size?: number }> {
    try {
      return await this.pieces.getUpload(id);
    } catch {
      return { offset: 0 };
    }
  }

  private async remove(id: string): Promise<void> {
    await Promise.all([rm(join(this.folder, id), { force: true }), rm(join(this.folder, `${id}.json`), { force: true })]);
  }
}

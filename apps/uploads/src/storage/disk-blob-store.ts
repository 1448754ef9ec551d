import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobStore, type ByteRange, type PutTarget } from './blob-store';
import type { WorkFolder } from './work-folder';

/** Files in a folder, spread over subfolders; written elsewhere and moved, so that no half file is ever seen. */
export class DiskBlobStore extends BlobStore {
  constructor(
    private readonly folder: string,
    private readonly work: WorkFolder,
  ) {
    super();
  }

  putTarget(): Promise<PutTarget | undefined> {
    return Promise.resolve(undefined);
  }

  async write(key: string, bytes: Readable): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    await this.work.use(async (folder) => {
      const partial = join(folder, key);
      await pipeline(bytes, createWriteStream(partial, { flush: true }));
      await rename(partial, path);
    });
  }

  async adopt(key: string, source: string): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(source, 'r+');
    await file.sync();
    await file.close();
    await rename(source, path);
  }

  async size(key: string): Promise<number | undefined> {
    try {
      return (await stat(this.path(key))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  read(key: string, range?: ByteRange): Promise<Readable> {
    return Promise.resolve(createReadStream(this.path(key), range));
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async check(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await access(this.folder, constants.W_OK);
  }

  /** The last characters of a UUIDv7 are random, so they spread well. */
  private path(key: string): string {
    const id = key.slice(0, 36);
    return join(this.folder, 'files', id.slice(-2), key);
  }
}

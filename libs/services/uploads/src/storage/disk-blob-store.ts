import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { BlobStore, type ByteRange, type PutTarget } from './blob-store';
import { namesBefore, namesIn, orNothing } from './old-files';
import { sentPrefix } from './upload-keys';
import type { WorkFolder } from './work-folder';

/**
 * Files in a folder, spread over subfolders. A file is written elsewhere and moved, so no reader sees half of
 * one, and is never written to again: other bytes under its key are another file.
 */
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
    await this.work.use(async (folder) => {
      const partial = join(folder, 'partial');
      await pipeline(bytes, createWriteStream(partial, { flush: true }));
      await this.move(partial, key);
    });
  }

  async adopt(key: string, source: string): Promise<void> {
    const file = await open(source, 'r+');
    await file.sync();
    await file.close();
    await this.move(source, key);
  }

  /** A second name for the same file. */
  async copy(from: string, to: string): Promise<boolean> {
    await mkdir(dirname(this.path(to)), { recursive: true });
    return (await orNothing(link(this.path(from), this.path(to)).then(() => true))) ?? false;
  }

  read(key: string, range?: ByteRange): Promise<Readable> {
    return Promise.resolve(createReadStream(this.path(key), range));
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  /** Keys with the same beginning lie in the same folder. */
  async list(prefix: string, before?: Date): Promise<string[]> {
    const folder = dirname(this.path(`${prefix}-`));
    const names = before ? await namesBefore(folder, before) : await namesIn(folder);
    const keys = prefix === sentPrefix ? names.map((name) => sentPrefix + name) : names;
    return keys.filter((key) => key.startsWith(prefix));
  }

  async check(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await access(this.folder, constants.W_OK);
  }

  private async move(source: string, key: string): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    await rename(source, path);
  }

  /** The last characters of a UUIDv7 are random, so they spread well. */
  private path(key: string): string {
    return key.startsWith(sentPrefix) ? join(this.folder, key) : join(this.folder, 'files', key.slice(34, 36), key);
  }
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { namesBefore } from './old-files';

/** Bytes on their way that may not be read yet, on the same disk as the files. */
export class WorkFolder {
  constructor(private readonly path: string) {}

  /** Gives the work a folder of its own, gone afterwards. */
  async use<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await mkdir(this.path, { recursive: true });
    const folder = await mkdtemp(join(this.path, 'work-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Removes what processes that died have left here. */
  async sweep(before: Date): Promise<void> {
    for (const name of await namesBefore(this.path, before)) await rm(join(this.path, name), { recursive: true, force: true });
  }
}

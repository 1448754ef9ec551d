import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes on their way that nobody may see yet, on the same disk as the files. */
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
    await mkdir(this.path, { recursive: true });
    for (const name of await readdir(this.path)) {
      const path = join(this.path, name);
      if (await isOlder(path, before)) await rm(path, { recursive: true, force: true });
    }
  }
}

async function isOlder(path: string, before: Date): Promise<boolean> {
  try {
    return (await stat(path)).mtime < before;
  } catch (error) {
    // Its work has just ended.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

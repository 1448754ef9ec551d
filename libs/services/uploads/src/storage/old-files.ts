import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies in a folder and was last changed before a time. No folder is an empty one. */
export async function namesBefore(folder: string, before: Date): Promise<string[]> {
  const names = await namesIn(folder);
  const old = await Promise.all(names.map((name) => isOlder(join(folder, name), before)));
  return names.filter((_name, index) => old[index]);
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await orNothing(readdir(folder))) ?? [];
}

/** What has just been moved or removed is not old. */
async function isOlder(path: string, before: Date): Promise<boolean> {
  const found = await orNothing(stat(path));
  return found !== undefined && found.mtime < before;
}

/** `undefined` when the file or folder does not exist. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

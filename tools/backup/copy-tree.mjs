import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Copies a folder that may change while it is copied: what has gone by its turn is left out. Links and the like are, too.
 *
 * @param skip `(path in the folder, whether it is a folder) => true` for what is not wanted; of a folder its content
 * @returns of each file copied `[path in the folder, bytes, SHA-256]`
 */
export async function copyTree(from, to, skip = () => false) {
  const copied = [];
  await copyFolder(from);
  return copied;

  async function copyFolder(folder) {
    await mkdir(join(to, relative(from, folder)), { recursive: true, mode: 0o700 });
    for (const entry of (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []) {
      const source = join(folder, entry.name);
      const path = relative(from, source);
      if (entry.isDirectory()) await (skip(path, true) ? mkdir(join(to, path), { recursive: true, mode: 0o700 }) : copyFolder(source));
      else if (entry.isFile() && !skip(path, false)) {
        const sum = await unlessGone(copyFile(source, join(to, path)));
        if (sum) copied.push([path, ...sum]);
      }
    }
  }
}

/** Copies one file, on the disk when it answers, and reads it only once. Answers `[bytes, SHA-256]`. */
export async function copyFile(from, to) {
  const sum = new Sum();
  await pipeline(createReadStream(from), sum, createWriteStream(to, { mode: 0o600, flush: true }));
  return sum.value();
}

/** What a file holds, as `[bytes, SHA-256]`. */
export async function sumOf(file) {
  const sum = new Sum();
  await pipeline(createReadStream(file), sum.resume());
  return sum.value();
}

class Sum extends Transform {
  #bytes = 0;
  #hash = createHash('sha256');

  _transform(chunk, _encoding, done) {
    this.#bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  value() {
    return [this.#bytes, this.#hash.digest('hex')];
  }
}

async function unlessGone(work) {
  try {
    return await work;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StackError } from '../local-stack/stack-error.mjs';
import { sumOf } from './copy-tree.mjs';

const NAME = 'backup.json';
/** Of this file; what is in the backup may change with it. */
const FORMAT = 1;

/** Writes what a backup holds, so that a file that is lost or has changed is noticed. `files`: `[path, bytes, SHA-256]` of each. */
export function writeManifest(backup, { madeAt, files }) {
  return writeFile(join(backup, NAME), JSON.stringify({ format: FORMAT, madeAt, files }), { mode: 0o600, flush: true });
}

/** Answers the manifest of a backup; refuses what is none. */
export async function readManifest(backup) {
  let manifest;
  try {
    manifest = JSON.parse(await readFile(join(backup, NAME), 'utf8'));
  } catch (error) {
    throw new StackError(`${backup} is not a backup of Hallway, or not a whole one: ${NAME} cannot be read (${error.code ?? error.message}).`);
  }
  if (manifest.format === FORMAT) return manifest;
  throw new StackError(`${backup} was made by another version of Hallway (format ${manifest.format}); restore it with that one.`);
}

/** Reads every file of a backup again. */
export async function verify(backup, { files }) {
  for (const [path, bytes, hash] of files) {
    const [nowBytes, nowHash] = await sumOf(join(backup, path)).catch((error) => {
      throw new StackError(`The backup is damaged: ${path} cannot be read (${error.code ?? error.message}). Nothing was changed.`);
    });
    if (nowBytes !== bytes || nowHash !== hash) throw new StackError(`The backup is damaged: ${path} is not as it was written. Nothing was changed.`);
  }
}

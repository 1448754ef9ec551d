import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { canEnter, serverOwner } from './postgres-files.mjs';
import { StackError } from './stack-error.mjs';

/**
 * Creates the data folder and answers `{ dir, postgresDir }`. PostgreSQL's part lies inside, unless we run as root below a
 * closed folder that PostgreSQL's own user cannot enter: then it lies under the system's state folder.
 */
export function prepareDataDir(wanted) {
  const dir = resolve(wanted);
  makeDir(dir);
  makeDir(join(dir, 'logs'));
  const owner = serverOwner();
  if (!owner) return { dir, postgresDir: join(dir, 'postgres') };
  chmodSync(dir, 0o711); // passable for PostgreSQL's user, readable for us alone
  if (canEnter(dir, owner)) return { dir, postgresDir: join(dir, 'postgres') };
  const stateRoot = '/var/lib/hallway';
  const stateDir = `${stateRoot}/${basename(dir)}-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  makeDir(stateDir);
  for (const passable of [stateRoot, stateDir]) chmodSync(passable, 0o711);
  return { dir, postgresDir: join(stateDir, 'postgres') };
}

function makeDir(dir) {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = {
      ENOSPC: 'the disk is full',
      EACCES: 'this user may not write there',
      EROFS: 'it is on a read-only disk',
      ENOTDIR: 'a file is in the way',
      EEXIST: 'a file is in the way',
    }[error.code];
    throw new StackError(`The data folder ${dir} cannot be made: ${why ?? error.message}. Set DATA_DIR to another folder.`);
  }
}

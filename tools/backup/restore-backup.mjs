import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { prepareDataDir } from '../local-stack/data-dir.mjs';
import { startPostgres } from '../local-stack/postgres.mjs';
import { giveToServer } from '../local-stack/postgres-files.mjs';
import { RunLock } from '../local-stack/run-lock.mjs';
import { loadSecrets } from '../local-stack/secrets.mjs';
import { StackError } from '../local-stack/stack-error.mjs';
import { checkRestored } from './check-restored.mjs';
import { copyFile, copyTree } from './copy-tree.mjs';
import { readManifest, verify } from './manifest.mjs';

/**
 * Puts a backup onto a data folder on which Hallway does not run, starts the database on it once, and looks through it.
 * What Redis held goes: it belongs to other data, and is filled again.
 *
 * @param uploads where files go
 * @param replace data that is there already is moved aside instead of refused
 * @returns what `checkRestored` does, and `madeAt` and `aside`, the paths that were moved
 */
export async function restoreBackup({ backup, dataDir, uploads = join(dataDir, 'uploads'), replace = false, say }) {
  const manifest = await readManifest(backup);
  say('reading the backup');
  await verify(backup, manifest);
  const { dir, postgresDir } = prepareDataDir(dataDir);
  const lock = new RunLock(dir);
  await lock.acquire();
  try {
    const places = { 'secrets.json': join(dir, 'secrets.json'), uploads: resolve(uploads), postgres: postgresDir };
    const taken = [...Object.values(places), join(dir, 'redis')].filter(isTaken);
    if (taken.length > 0 && !replace) throw new StackError(`There is data in ${dir} already; --replace moves it aside. Nothing was changed.`);
    say('copying');
    for (const [name, place] of Object.entries(places)) await copyPart({ backup, name, place });
    const aside = await moveAside(taken);
    for (const place of Object.values(places)) if (existsSync(partOf(place))) await rename(partOf(place), place);
    say('starting the database on it');
    const found = await withDatabase({ dir, postgresDir, lock }, (url) =>
      checkRestored({ url, uploads: existsSync(places.uploads) ? places.uploads : undefined }),
    );
    return { ...found, madeAt: manifest.madeAt, aside };
  } finally {
    lock.release();
  }
}

/** Restores into a folder that is removed again. */
export async function tryBackup({ backup, say }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'hallway-restore-'));
  await chmod(dataDir, 0o711); // PostgreSQL may run as another user
  const { postgresDir } = prepareDataDir(dataDir);
  try {
    return await restoreBackup({ backup, dataDir, say });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    if (!postgresDir.startsWith(dataDir)) rmSync(dirname(postgresDir), { recursive: true, force: true });
  }
}

const partOf = (place) => `${place}.part`;

function isTaken(place) {
  if (!existsSync(place)) return false;
  return !statSync(place).isDirectory() || readdirSync(place).length > 0;
}

/** Beside its place first: a restore that breaks off has changed nothing. */
async function copyPart({ backup, name, place }) {
  const from = join(backup, name);
  const part = partOf(place);
  rmSync(part, { recursive: true, force: true });
  if (!existsSync(from)) return;
  await mkdir(dirname(place), { recursive: true });
  if (name === 'secrets.json') return void (await copyFile(from, part));
  await copyTree(from, part);
  if (name === 'postgres') giveToServer(part);
}

async function moveAside(taken) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const moved = [];
  for (const place of taken) {
    moved.push(`${place}.before-${time}`);
    await rename(place, moved.at(-1));
  }
  return moved;
}

async function withDatabase({ dir, postgresDir, lock }, work) {
  const server = await startPostgres({ dir: postgresDir, password: loadSecrets(dir).postgresPassword, logFile: join(dir, 'logs', 'postgres.log') });
  lock.note('postgres', server.child.pid);
  try {
    return await work(Object.assign(new URL(server.url), { pathname: '/hallway' }).href);
  } finally {
    await server.stop();
  }
}

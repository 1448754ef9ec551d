import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { prepareDataDir } from '../local-stack/data-dir.mjs';
import { startPostgres } from '../local-stack/postgres.mjs';
import { RunLock } from '../local-stack/run-lock.mjs';
import { loadSecrets } from '../local-stack/secrets.mjs';
import { StackError } from '../local-stack/stack-error.mjs';
import { copyCluster } from './copy-cluster.mjs';
import { copyFile, copyTree } from './copy-tree.mjs';
import { writeManifest } from './manifest.mjs';

const FINISHED = /^hallway-\d{8}T\d{6}Z$/;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Copies everything Hallway keeps on a data folder into a folder of its own, whether it runs or not: the database first, so
 * that files its rows name are there, then files and secrets.
 *
 * @param dataDir what is backed up
 * @param uploads the folder of files; none where they are kept elsewhere
 * @param to where backups lie
 * @param keepDays older ones go, once this one is whole
 * @returns `{ backup, bytes, removed }`
 */
export async function makeBackup({ dataDir, uploads, to, keepDays, say }) {
  if (!existsSync(join(dataDir, 'secrets.json'))) throw new StackError(`There is nothing to back up in ${resolve(dataDir)}: Hallway was never started on it.`);
  const { dir, postgresDir } = prepareDataDir(dataDir);
  const madeAt = new Date();
  const backup = join(resolve(to), `hallway-${madeAt.toISOString().replace(/[-:]|\.\d+/g, '')}`);
  const part = `${backup}.part`;
  await mkdir(part, { recursive: true, mode: 0o700 });
  try {
    say('copying the database');
    const database = await withServer({ dir, postgresDir }, (url) => copyCluster({ url, from: postgresDir, to: join(part, 'postgres') }));
    say('copying files');
    const files = uploads && existsSync(uploads) ? await copyTree(uploads, join(part, 'uploads')) : [];
    const secrets = ['secrets.json', ...(await copyFile(join(dir, 'secrets.json'), join(part, 'secrets.json')))];
    const all = [...below('postgres', database), ...below('uploads', files), secrets];
    await writeManifest(part, { madeAt, files: all });
    await rename(part, backup);
    return { backup, bytes: all.reduce((sum, [, bytes]) => sum + bytes, 0), removed: removeOld(resolve(to), madeAt - keepDays * dayMs) };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error.code === 'ENOSPC' ? new StackError(`The disk of ${resolve(to)} is full; nothing of this backup was kept.`) : error;
  }
}

/** Asks the server that runs, or starts it for this. */
async function withServer({ dir, postgresDir }, work) {
  const { postgresPassword: password } = loadSecrets(dir);
  const lock = new RunLock(dir);
  try {
    await lock.acquire();
  } catch (error) {
    const port = portOf(postgresDir);
    if (!port) throw error;
    return work(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);
  }
  try {
    if (!existsSync(join(postgresDir, 'PG_VERSION')))
      throw new StackError('There is no database of our own to back up: use the means of the server in DATABASE_URL.');
    const server = await startPostgres({ dir: postgresDir, password, logFile: join(dir, 'logs', 'postgres.log') });
    lock.note('postgres', server.child.pid);
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}

/** The fourth line of the file that a running server writes. */
function portOf(postgresDir) {
  const file = join(postgresDir, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) || undefined : undefined;
}

function below(folder, files) {
  return files.map(([path, ...sum]) => [join(folder, path), ...sum]);
}

/** Only what has a whole backup's name; its time is in it. */
function removeOld(to, before) {
  const old = readdirSync(to).filter((name) => FINISHED.test(name) && timeOf(name) < before);
  for (const name of old) rmSync(join(to, name), { recursive: true, force: true });
  return old.length;
}

function timeOf(name) {
  const [, year, month, day, hour, minute, second] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basename(name)).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

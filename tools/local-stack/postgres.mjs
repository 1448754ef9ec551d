import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from './ports.mjs';
import { postgresFiles } from './postgres-files.mjs';
import { commandOf, endProcess, isAlive, waitUntil } from './processes.mjs';
import { StackError } from './stack-error.mjs';

/** What Hallway asks of a PostgreSQL of its own, wherever it runs. */
export const TUNING = {
  max_connections: '300',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  log_min_messages: 'warning',
  timezone: 'UTC',
};
const LOCAL = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
const DAMAGED =
  /could not (open|read|find|locate|access) .*(file|checkpoint|database system)|invalid (checkpoint|primary)|checksum|incompatible with server|corrupt/i;
/** For data that may be lost with the machine (tests): commits do not wait for the disk. */
export const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the embedded PostgreSQL on a folder, making a new cluster when the folder is empty.
 *
 * @param dir the data folder; its parent must exist
 * @param password of the superuser `postgres`; used for a new cluster, and to connect
 * @param durable false for tests: faster, not safe against power loss
 * @param logFile where the server's own lines go
 * @param port where to listen; a free one unless given
 */
export async function startPostgres({ dir, password, durable = true, logFile, port: wanted }) {
  const files = postgresFiles();
  await clearStale(dir);
  if (!existsSync(join(dir, 'PG_VERSION'))) initialise({ dir, password, files });
  chmodSync(dir, 0o700); // a copied or restored folder may be open to others, which PostgreSQL refuses
  const port = wanted ?? (await freePort());
  const settings = { ...TUNING, ...LOCAL, ...(durable ? {} : FORGETFUL), port: String(port) };
  const log = openSync(logFile, 'w');
  const server = spawn(files.bin('postgres'), ['-D', dir, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], {
    ...files.owner,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  server.unref();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilAnswers({ url, server, logFile });
  return { url, child: server, stop: () => endProcess(server.pid, { with: 'SIGINT' }) };
}

// After a kill of the runner its server may live on with the folder in use; or only its pid file is left.
async function clearStale(dir) {
  const pidFile = join(dir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid > 1 && isAlive(pid) && commandOf(pid).includes(dir)) await endProcess(pid, { with: 'SIGINT' });
  else rmSync(pidFile, { force: true });
}

function initialise({ dir, password, files }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (readdirSync(dir).length > 0) throw new StackError(`${dir} is not empty and holds no PostgreSQL data; move it away or choose another DATA_DIR.`);
  if (files.owner) chownSync(dir, files.owner.uid, files.owner.gid);
  const passwordFile = `${dir}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (files.owner) chownSync(passwordFile, files.owner.uid, files.owner.gid);
  const made = spawnSync(
    files.bin('initdb'),
    ['-D', dir, '-U', 'postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', `--pwfile=${passwordFile}`],
    { ...files.owner, cwd: '/', encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C' } },
  );
  rmSync(passwordFile, { force: true });
  if (made.status === 0) return;
  rmSync(dir, { recursive: true, force: true }); // half a cluster would look like a corrupt one next time
  throw new StackError(explain(dir, made.stderr || String(made.error)));
}

async function untilAnswers({ url, server, logFile }) {
  const { default: pg } = await import('pg');
  let exited = false;
  server.once('error', () => (exited = true));
  server.once('exit', () => (exited = true));
  let refusal = '';
  const answers = await waitUntil(async () => {
    if (exited) return 'exited';
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined); // the failed query below reports it
    try {
      await client.connect();
      await client.query('select 1');
      return 'ready';
    } catch (error) {
      refusal = error.message;
      return error.code === '28P01' ? 'refused' : false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }, 60_000);
  if (answers === 'ready') return;
  if (!exited) await endProcess(server.pid, { with: 'SIGINT' });
  const output = existsSync(logFile) ? readFileSync(logFile, 'utf8') : refusal;
  if (answers === 'refused')
    throw new StackError(
      'The PostgreSQL data folder does not accept the password in secrets.json; restore both from the same backup, or choose another DATA_DIR.',
    );
  throw new StackError(explain(logFile, output));
}

function explain(where, output) {
  if (/No space left on device/i.test(output)) return 'The disk is full: PostgreSQL could not write its data. Free some space and start again.';
  if (/Permission denied/i.test(output))
    return `PostgreSQL may not read its data (${where}): the folder belongs to another user. Give it to the user that it had, for example with chown -R, and start again.`;
  const reason = output
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|error:|HINT/.test(line))
    .slice(-2)
    .join(' ')
    .trim();
  const cause = reason || output.trim().split('\n').pop() || 'no reason given';
  if (DAMAGED.test(output))
    return `The PostgreSQL data is damaged or from another version: restore a backup, or choose another DATA_DIR. PostgreSQL says (${where}): ${cause}`;
  return `PostgreSQL could not start (${where}): ${cause}`;
}

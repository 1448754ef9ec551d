import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from './ports.mjs';
import { commandOf, endProcess, isAlive, waitUntil } from './processes.mjs';
import { redisBinary } from './redis-binary.mjs';
import { StackError } from './stack-error.mjs';

/**
 * Starts a Redis on a folder of its own.
 *
 * @param dir where it keeps its data and its configuration
 * @param password clients must give
 * @param durable false for tests: nothing is written to disk
 * @param logFile where the server's own lines go
 * @param say prints one progress line (when the program has to be installed first)
 * @param port where to listen; a free one unless given
 */
export async function startRedis({ dir, password, durable = true, logFile, say = () => undefined, port: wanted }) {
  const { command, env } = redisBinary(say);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await clearStale(dir);
  const port = wanted ?? (await freePort());
  const configFile = join(dir, 'redis.conf');
  writeFileSync(configFile, configuration({ dir, port, password, durable }), { mode: 0o600 });
  const log = openSync(logFile, 'w');
  const server = spawn(command, [configFile], { cwd: dir, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  server.unref();
  writeFileSync(join(dir, 'redis.pid'), String(server.pid));
  const url = `redis://default:${password}@127.0.0.1:${port}`;
  await untilAnswers({ url, server, logFile });
  return { url, child: server, stop: () => endProcess(server.pid) };
}

function configuration({ dir, port, password, durable }) {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${dir}"`,
    'daemonize no',
    'maxmemory-policy noeviction',
    'databases 128',
    'save ""',
    durable ? 'appendonly yes' : 'appendonly no',
    'appendfsync everysec',
    // Ten times a second is a fifth of a percent of a core, for nothing: what waits ends up to half a second late.
    'hz 2',
  ];
  return `${lines.join('\n')}\n`;
}

async function clearStale(dir) {
  const pidFile = join(dir, 'redis.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (pid > 1 && isAlive(pid) && /(redis|valkey)-server/.test(commandOf(pid))) await endProcess(pid);
}

async function untilAnswers({ url, server, logFile }) {
  const { Redis } = await import('ioredis');
  let exited = false;
  server.once('error', () => (exited = true));
  server.once('exit', () => (exited = true));
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined); // not up yet; the wait below decides
  client.connect().catch(() => undefined);
  const ready = await waitUntil(() => exited || client.status === 'ready', 30_000);
  client.disconnect();
  if (ready && !exited) return;
  if (!exited) await endProcess(server.pid);
  const output = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  if (/No space left on device/i.test(output)) throw new StackError('The disk is full: Redis could not write its data. Free some space and start again.');
  throw new StackError(`Redis could not start (${logFile}): ${output.trim().split('\n').slice(-2).join(' ') || 'no reason given'}`);
}

import { join } from 'node:path';

import { Keeper } from './keeper.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { createDatabase, provision } from './provision.mjs';
import { startRedis } from './redis.mjs';
import { SCHEMAS } from './services.mjs';
import { StackError } from './stack-error.mjs';

/**
 * Opens PostgreSQL and Redis: the servers named by `databaseUrl` and `redisUrl`, or our own on the data folder.
 *
 * @returns `{ databaseUrls, ownerUrl, redisUrl, postgres, redis, stop() }`; postgres and redis are keepers, absent for
 *   servers that are not ours
 */
export async function openStores({ dataDir, postgresDir, secrets, databaseUrl, redisUrl, durable = true, onPid, say }) {
  const context = { secrets, durable, say, logs: join(dataDir, 'logs') };
  const opened = await Promise.allSettled([
    databaseUrl ? { url: databaseUrl } : ownPostgres(postgresDir, context, onPid),
    redisUrl ? checkRedis(redisUrl) : ownRedis(join(dataDir, 'redis'), context, onPid),
  ]);
  const [postgres, redis] = opened.map(({ value }) => value);
  const stop = async () => {
    await Promise.all([postgres?.keeper?.stop({ with: 'SIGINT', within: 2500 }), redis?.keeper?.stop({ within: 2500 })]);
  };
  try {
    const refused = opened.find(({ status }) => status === 'rejected');
    if (refused) throw refused.reason;
    const ownerUrl = databaseUrl ?? (await createDatabase(postgres.url, 'hallway'));
    const roles = SCHEMAS.map((schema) => ({ schema, role: `hallway_${schema}`, password: secrets[`${schema}Password`] }));
    const databaseUrls = await provision(ownerUrl, roles);
    return { databaseUrls, ownerUrl, redisUrl: redis.url, postgres: postgres.keeper, redis: redis.keeper, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ownPostgres(dir, { secrets, durable, logs, say }, onPid) {
  const start = (port) => startPostgres({ dir, password: secrets.postgresPassword, durable, logFile: join(logs, 'postgres.log'), port });
  return kept('postgres', start, { say, onPid });
}

function ownRedis(dir, { secrets, durable, logs, say }, onPid) {
  const start = (port) => startRedis({ dir, password: secrets.redisPassword, durable, logFile: join(logs, 'redis.log'), say, port });
  return kept('redis', start, { say, onPid });
}

// The port stays for the whole run: a store that comes back must be found where it was.
async function kept(name, start, { say, onPid }) {
  const port = await freePort();
  let url;
  const run = async () => {
    const server = await start(port);
    url = server.url;
    return server.child;
  };
  const keeper = new Keeper({ name, run, say, onPid: (pid) => onPid(name, pid) });
  await keeper.start();
  return { keeper, url };
}

async function checkRedis(url) {
  const { Redis } = await import('ioredis');
  if (/^rediss?-sentinel:/.test(url)) return { url }; // each service finds the master by itself, and says so when it cannot
  const client = new Redis(url, { lazyConnect: true, connectTimeout: 5000, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let reason = '';
  client.on('error', (error) => (reason = error.message));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw new StackError(`REDIS_URL names a server that does not answer: ${reason || error.message}`);
  } finally {
    client.disconnect();
  }
  return { url };
}

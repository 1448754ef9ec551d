import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/** The stores of one test run as programs of this machine: PostgreSQL from npm, Redis from the system. */
export async function startEmbeddedStores({ dir = mkdtempSync(join(tmpdir(), 'hallway-test-')), password, say }) {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755); // PostgreSQL may run as another user
  const [postgres, redis] = await Promise.all([
    startPostgres({ dir: join(dir, 'postgres'), password, durable: false, logFile: join(dir, 'postgres.log') }),
    startRedis({ dir: join(dir, 'redis'), password, durable: false, logFile: join(dir, 'redis.log'), say }),
  ]);
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

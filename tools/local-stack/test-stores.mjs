import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/** Fast, forgetful stores for one test run: `{ databaseUrl, redisUrl, stop() }`. Stopping removes their data. */
export async function startTestStores({ dir = mkdtempSync(join(tmpdir(), 'hallway-test-')), say } = {}) {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755); // PostgreSQL may run as another user
  const password = randomBytes(12).toString('hex');
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

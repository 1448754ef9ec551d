import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { startTestStores } from '../local-stack/test-stores.mjs';

const NEEDS_STORES = /\.(int|e2e)-spec\.tsx?$/;

/** Jest global setup: starts the stores for a run with tests that need them, unless their addresses are given. */
export default async function setup(globalConfig, projectConfig) {
  if (process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL) return;
  if (process.env.HALLWAY_TEST_KIND === 'unit' || !willNeedStores(globalConfig, projectConfig)) return;
  const stores = await startTestStores({ say: (line) => process.stderr.write(`${line}\n`) });
  process.env.TEST_DATABASE_URL = stores.databaseUrl;
  process.env.TEST_REDIS_URL = stores.redisUrl;
  globalThis.hallwayTestStores = stores;
}

function willNeedStores(globalConfig, { rootDir }) {
  const patterns = (globalConfig.testPathPatterns?.patterns ?? []).map((pattern) => new RegExp(pattern));
  return readdirSync(rootDir, { recursive: true })
    .filter((file) => NEEDS_STORES.test(file))
    .some((file) => patterns.length === 0 || patterns.some((pattern) => pattern.test(join(rootDir, file))));
}

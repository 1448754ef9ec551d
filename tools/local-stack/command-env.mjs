import { join, resolve } from 'node:path';

import { addressesOf } from './run-lock.mjs';
import { loadSecrets } from './secrets.mjs';
import { MODES, SCHEMAS, serviceEnv } from './services.mjs';
import { StackError } from './stack-error.mjs';

/**
 * The environment of a command of the one program beside what runs on this data folder.
 *
 * @throws StackError when nothing runs there, or on stores whose addresses only the environment has
 */
export function commandEnv({ dataDir, distDir }) {
  const dir = resolve(dataDir);
  const run = addressesOf(dir);
  if (!run) throw new StackError(`Hallway does not run on ${dir}: start it first (npm start), or name its folder in DATA_DIR.`);
  const secrets = loadSecrets(dir);
  const DATABASE_URL = process.env.DATABASE_URL ?? (run.database && `postgresql://postgres@${run.database}/hallway`);
  const REDIS_URL = process.env.REDIS_URL ?? (run.redis && `redis://default:${secrets.redisPassword}@${run.redis}`);
  for (const [name, url] of Object.entries({ DATABASE_URL, REDIS_URL })) {
    if (!url) throw new StackError(`Hallway runs on a server of yours: set ${name} as for npm start.`);
  }
  const urlOf = (schema) => Object.assign(new URL(DATABASE_URL), { username: `hallway_${schema}`, password: secrets[`${schema}Password`] }).href;
  const stores = { redisUrl: REDIS_URL, databaseUrls: Object.fromEntries(SCHEMAS.map((schema) => [schema, urlOf(schema)])) };
  const [whole] = MODES.one;
  const addresses = { [whole.name]: [{ port: 0, opsPort: 0, workers: 1 }] };
  const stack = {
    host: '127.0.0.1',
    publicUrl: run.url,
    dataDir: dir,
    distDir,
    webDir: join(distDir, 'web'),
    secrets,
    stores,
    addresses,
    env: { LOG_LEVEL: 'warn' },
  };
  return serviceEnv(whole, stack, 0);
}

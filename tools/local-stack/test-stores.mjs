import { randomBytes } from 'node:crypto';

import { StackError } from './stack-error.mjs';

// Loaded when asked for: the container library is large, and most runs do without it.
const KINDS = {
  embedded: async () => (await import('./embedded-stores.mjs')).startEmbeddedStores,
  docker: async () => (await import('./container-stores.mjs')).startContainerStores,
};

/**
 * Fast, forgetful stores for one test run: `{ databaseUrl, redisUrl, stop() }`. Stopping removes their data.
 * They are programs of this machine, or containers when TEST_INFRA is `docker`.
 */
export async function startTestStores({ dir, say, infra = process.env.TEST_INFRA || 'embedded' } = {}) {
  if (!Object.hasOwn(KINDS, infra)) throw new StackError(`TEST_INFRA must be one of ${Object.keys(KINDS).join(', ')}, not "${infra}".`);
  const start = await KINDS[infra]();
  return start({ dir, say, password: randomBytes(12).toString('hex') });
}

import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { RedisContainer } from '@testcontainers/redis';
import { getContainerRuntimeClient, Wait } from 'testcontainers';

import { FORGETFUL, TUNING } from './postgres.mjs';
import { StackError } from './stack-error.mjs';

const POSTGRES_IMAGE = process.env.TEST_POSTGRES_IMAGE || 'postgres:18';
const REDIS_IMAGE = process.env.TEST_REDIS_IMAGE || 'redis:7';

/**
 * The stores of one test run in containers; stopping removes them and their data.
 *
 * @param password of both stores
 * @param say prints one progress line
 * @param findEngine answers when a Docker engine does, and fails otherwise
 * @returns `{ databaseUrl, redisUrl, stop() }`
 */
export async function startContainerStores({ password, say = () => undefined, findEngine = getContainerRuntimeClient }) {
  await engine(findEngine, say);
  const started = await Promise.allSettled([startPostgres(password), startRedis(password)]);
  const stop = async () => {
    await Promise.all(started.map(({ value }) => value?.container.stop()));
  };
  const refused = started.find(({ status }) => status === 'rejected');
  if (refused) {
    await stop();
    throw new StackError(`The test stores could not start in containers: ${refused.reason.message}`);
  }
  const [databaseUrl, redisUrl] = started.map(({ value }) => value.url);
  return { databaseUrl, redisUrl, stop };
}

// The command `docker` may be there without an engine, so the engine itself is asked.
async function engine(find, say) {
  try {
    const { info } = await find();
    say(`PostgreSQL and Redis run in containers (${POSTGRES_IMAGE}, ${REDIS_IMAGE}; engine ${info.containerRuntime.serverVersion})`);
  } catch (error) {
    throw new StackError(
      `TEST_INFRA=docker asks for containers, but no Docker engine answers (${error.message}): start one, name its socket in DOCKER_HOST, or leave TEST_INFRA away to use the embedded stores.`,
    );
  }
}

async function startPostgres(password) {
  const settings = Object.entries({ ...TUNING, ...FORGETFUL }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
    .withUsername('postgres')
    .withPassword(password)
    .withDatabase('postgres')
    .withCommand(['postgres', ...settings])
    .withEnvironment({ POSTGRES_INITDB_ARGS: '--no-sync' })
    .withSharedMemorySize(256 * 1024 * 1024)
    // Not by the image's health check: engines without systemd never run it. Once for the server that sets up, once for the real one.
    .withHealthCheck({ test: ['CMD', 'pg_isready'], interval: 60_000, timeout: 5_000, retries: 3, startPeriod: 0 })
    .withWaitStrategy(Wait.forAll([Wait.forLogMessage(/database system is ready to accept connections/, 2), Wait.forListeningPorts()]))
    .start();
  const url = `postgresql://postgres:${password}@${container.getHost()}:${container.getPort()}/postgres`;
  return { container, url };
}

async function startRedis(password) {
  const container = await new RedisContainer(REDIS_IMAGE)
    .withCommand(['redis-server', '--databases', '128', '--maxmemory-policy', 'noeviction', '--appendonly', 'no'])
    .withPassword(password)
    .withWaitStrategy(Wait.forAll([Wait.forLogMessage('Ready to accept connections'), Wait.forListeningPorts()]))
    .start();
  return { container, url: `redis://default:${password}@${container.getHost()}:${container.getPort()}` };
}

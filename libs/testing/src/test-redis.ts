import { randomBytes, randomInt } from 'node:crypto';
import { Redis } from 'ioredis';

import { storeUrl } from './store-url';

/** A Redis database number of its own for one spec file. */
export interface TestRedis {
  /** With the database number in its path. */
  url: string;
  /** For REDIS_KEY_PREFIX: channels are not separated by database number, prefixed ones are. */
  prefix: string;
  /** Removes everything in this database, like a Redis that restarts empty. */
  flush(): Promise<void>;
  /** Empties the database and gives its number back; call it in afterAll. */
  release(): Promise<void>;
}

const CLAIM_SECONDS = 900;

/** Claims an empty Redis database that no other spec file uses at this moment. */
export async function testRedis(): Promise<TestRedis> {
  const serverUrl = storeUrl('TEST_REDIS_URL');
  const number = await claim(serverUrl);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${number}` }).href;
  const flush = (): Promise<void> => withRedis(url, async (redis) => void (await redis.flushdb()));
  await flush();
  return {
    url,
    prefix: `t${randomBytes(4).toString('hex')}:`,
    flush,
    release: async () => {
      await flush();
      await withRedis(serverUrl, async (redis) => void (await redis.del(claimKey(number))));
    },
  };
}

function claim(serverUrl: string): Promise<number> {
  return withRedis(serverUrl, async (redis) => {
    const [, databases] = (await redis.config('GET', 'databases')) as [string, string];
    const usable = Number(databases) - 1; // database 0 holds the claims
    const first = randomInt(usable);
    for (let step = 0; step < usable; step += 1) {
      const number = 1 + ((first + step) % usable);
      if (await redis.set(claimKey(number), process.pid, 'EX', CLAIM_SECONDS, 'NX')) return number;
    }
    throw new Error(`All ${usable} Redis test databases are claimed; claims end after ${CLAIM_SECONDS} s`);
  });
}

const claimKey = (number: number): string => `hallway-test:database:${number}`;

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

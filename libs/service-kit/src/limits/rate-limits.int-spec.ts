import type { Redis } from 'ioredis';

import { type TestRedis, testRedis } from '@hallway/testing';

import { Logger } from '../log';
import { RedisConnections } from '../redis';
import { type RateBucket, RateLimits } from './rate-limits';

const logger = new Logger({ service: 'test', version: '0', instance: 'i', level: 'error' });
let store: TestRedis;
let connections: RedisConnections;
let redis: Redis;

beforeAll(async () => {
  store = await testRedis();
  connections = new RedisConnections({ REDIS_URL: store.url, REDIS_KEY_PREFIX: store.prefix }, logger, 'test');
  redis = connections.connect('command');
  await connections.ready(redis);
});
afterAll(async () => {
  connections?.onApplicationShutdown();
  await store?.release();
});

const bucket: RateBucket = { name: 'anonymous', points: 100, durationSeconds: 900 };
const passed = async (limits: RateLimits, times: number, key: string, of = bucket) => {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, () => limits.consume(of, key)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
};

describe('RateLimits', () => {
  it('lets exactly as many pass as the bucket holds, over all replicas', async () => {
    const [first, second] = [new RateLimits(redis, true), new RateLimits(redis, true)];
    const counts = await Promise.all([passed(first, 80, 'a'), passed(second, 80, 'a')]);
    expect(counts[0] + counts[1]).toBe(100);
    expect(await passed(first, 1, 'b')).toBe(1);
  });

  it('says when to come back', async () => {
    const limits = new RateLimits(redis, true);
    const one = { ...bucket, name: 'one', points: 1 };
    expect(await limits.consume(one, 'a')).toEqual({ limit: 1, remaining: 0, resetSeconds: 900 });
    await expect(limits.consume(one, 'a')).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterSeconds: 900,
      headers: { 'RateLimit-Limit': '1', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '900' },
    });
  });

  it('counts on with half of the points while Redis is away', async () => {
    const away = new RedisConnections(
      { REDIS_URL: 'redis://127.0.0.1:1', REDIS_KEY_PREFIX: '' },
      new Logger({ service: 't', version: '0', instance: 'i', level: 'error' }),
      'test',
    );
    const limits = new RateLimits(away.connect('command'), true);
    expect(await passed(limits, 100, 'a')).toBe(50);
    away.onApplicationShutdown();
  });

  it('can be switched off', async () => {
    const limits = new RateLimits(redis, false);
    expect(await passed(limits, 300, 'off')).toBe(300);
  });

  it('keeps its keys under the prefix', async () => {
    const plain = redis.duplicate({ keyPrefix: '', enableOfflineQueue: true });
    const keys = await plain.keys('*limit:*');
    plain.disconnect();
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith(store.prefix))).toBe(true);
  });
});

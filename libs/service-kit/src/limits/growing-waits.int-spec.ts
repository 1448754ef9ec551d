import type { Redis } from 'ioredis';

import { type TestRedis, testRedis } from '@hallway/testing';

import { Logger } from '../log';
import { RedisConnections } from '../redis';
import { GrowingWaits } from './growing-waits';
import { type WaitRule, waitSeconds } from './wait-rule';
import { WaitTable } from './wait-table';

const logger = new Logger({ service: 'test', version: '0', instance: 'i', level: 'error' });
const rule: WaitRule = { name: 'guess', freeTries: 3, firstWaitSeconds: 10, longestWaitSeconds: 60, rememberSeconds: 100 };
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

it('doubles the wait after the free tries, up to the longest', () => {
  expect([1, 2, 3, 4, 5, 6, 400].map((count) => waitSeconds(rule, count))).toEqual([0, 0, 10, 20, 40, 60, 60]);
});

describe.each([
  ['with Redis', true],
  ['without', false],
])('GrowingWaits %s', (_name, there) => {
  let waits: GrowingWaits[];
  beforeAll(() => {
    const away = new RedisConnections({ REDIS_URL: 'redis://127.0.0.1:1', REDIS_KEY_PREFIX: '' }, logger, 'test');
    const client = there ? redis : away.connect('command');
    waits = [new GrowingWaits(client, logger), new GrowingWaits(client, logger)];
    away.onApplicationShutdown();
  });

  it('lets no more than the free tries pass, however many come at once', async () => {
    const taken = await Promise.all(Array.from({ length: 60 }, () => waits[0]!.take(rule, 'many')));
    expect(taken.filter((seconds) => seconds === 0)).toHaveLength(3);
    expect(Math.max(...taken)).toBe(10);
  });

  it('takes back a try that was none, and forgets a key', async () => {
    for (let i = 0; i < 3; i++) expect(await waits[0]!.take(rule, 'back')).toBe(0);
    expect(await waits[0]!.take(rule, 'back')).toBeGreaterThan(0);
    await waits[0]!.giveBack(rule, 'back');
    expect(await waits[0]!.take(rule, 'back')).toBe(0);
    expect(await waits[0]!.take(rule, 'back')).toBeGreaterThan(0);
    await waits[0]!.forget(rule, 'back');
    for (let i = 0; i < 3; i++) expect(await waits[0]!.take(rule, 'back')).toBe(0);
    await waits[0]!.giveBack(rule, 'never seen');
  });

  if (there) {
    it('counts over all replicas', async () => {
      const taken = await Promise.all(Array.from({ length: 20 }, (_, i) => waits[i % 2]!.take(rule, 'shared')));
      expect(taken.filter((seconds) => seconds === 0)).toHaveLength(3);
    });
  }
});

it('waits longer each time, and forgets after a while without a try', () => {
  const table = new WaitTable();
  for (let i = 0; i < 3; i++) expect(table.take(rule, 'a', 0)).toBe(0);
  expect(table.take(rule, 'a', 9_999)).toBe(1);
  expect(table.take(rule, 'a', 10_000)).toBe(0);
  expect(table.take(rule, 'a', 10_001)).toBe(19_999);
  expect(table.take(rule, 'a', 110_000)).toBe(0);
  expect(table.take(rule, 'a', 110_001)).toBe(0);
});

import type { Redis } from 'ioredis';

import { redisPreset } from '@hallway/service-kit/redis';
import { eventually, OwnRedis } from '@hallway/testing';

import { allShards, shardOf } from '../shard';
import { BusFixture, type BusReplica, orders, valuesByKey } from '../testing/bus-fixture';
import { GatedTail } from '../testing/gated-tail';
import type { OrderPlaced } from '../testing/orders';
import { BusDatabase } from '../testing/test-database';
import { RedisEventLog } from './redis-event-log';
import { StreamKeys } from './stream-keys';

/** Long, so that few events take much. */
const keys = Array.from({ length: 24 }, (_, index) => `key-${index}-${'x'.repeat(1_000)}`);
const streamBytes = 1024 ** 2;
/** Many times what fits. */
const published = orders(2_400, keys);

describe('streams that are bounded by size and by time', () => {
  let database: BusDatabase;
  let redis: OwnRedis;
  let world: BusFixture;
  let release = (): void => undefined;

  beforeAll(async () => {
    database = await BusDatabase.create();
  });
  beforeEach(async () => {
    redis = new OwnRedis(redisPreset('command', ''));
    world = new BusFixture(database, (tuning) => new RedisEventLog(redis.client(), tuning));
    await redis.start();
    looker = redis.client();
    await eventually(() => looker.status === 'ready');
  });
  afterEach(async () => {
    release();
    await world.close();
    await redis.close();
  });
  afterAll(() => database.drop());

  let looker: Redis;
  const writer = () => new RedisEventLog(looker).writer();

  /** Publishes them as fast as possible; answers the most that the streams took. */
  async function publishAll(publisher: BusReplica, list: OrderPlaced[]): Promise<number> {
    let most = 0;
    for (let start = 0; start < list.length; start += 100) {
      await publisher.publish(...list.slice(start, start + 100));
      most = Math.max(most, await bytes());
    }
    return most;
  }

  async function bytes(): Promise<number> {
    return (await writer().sizes('orders')).reduce((sum, size) => sum + size.bytes, 0);
  }

  /** Until the outbox keeps what the service has not read. */
  async function untilKnown(): Promise<void> {
    const { dataSource } = await world.lookAt('orders');
    const readers = () => dataSource.query<object[]>(`SELECT 1 FROM outbox_readers WHERE reader = 'billing'`);
    await eventually(async () => expect(await readers()).toHaveLength(16));
  }

  async function untilPublished(count: number): Promise<void> {
    await eventually(async () => expect((await writer().lastPositions('orders')).reduce((sum, last) => sum + last, 0)).toBe(count));
  }

  it('stay within their budget at any rate, and a reader that is slow loses nothing', async () => {
    const publisher = await world.publisher({ tuning: { streamBytes, keepInOutbox: 0 } });
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = await world.worker({ handler: () => held });
    await untilKnown();
    const most = await publishAll(publisher, published);
    await untilPublished(published.length);
    expect(most).toBeGreaterThan(streamBytes / 2);
    expect(most).toBeLessThan(streamBytes * 1.5);
    expect(publisher.logger.has('warn', /too far behind/)).toBe(true);
    release();
    expect(valuesByKey(await world.untilEffects(published.length))).toEqual(valuesByKey(published));
    expect(worker.logger.has('error', /./)).toBe(false);
  }, 60_000);

  it('are caught up with by a service that was away, from the outbox', async () => {
    const publisher = await world.publisher({ tuning: { streamBytes, keepInOutbox: 0 } });
    const first = await world.worker();
    await untilKnown();
    await publisher.publish(...orders(keys.length, keys));
    await world.untilEffects(keys.length);
    await world.stop(first);
    await publishAll(publisher, published);
    await untilPublished(keys.length + published.length);
    await eventually(async () => expect(await bytes()).toBeLessThan(streamBytes));
    const second = await world.worker();
    const effects = await world.untilEffects(keys.length + published.length);
    expect(valuesByKey(effects.slice(keys.length))).toEqual(valuesByKey(published));
    expect(second.logger.has('error', /./)).toBe(false);
    const { dataSource } = await world.lookAt('orders');
    // Once the reader has them, the outbox lets them go.
    await eventually(async () => expect(await dataSource.query<object[]>('SELECT 1 FROM outbox LIMIT 1')).toEqual([]));
  }, 60_000);

  it('tell a broadcast consumer that was away too long exactly what it missed', async () => {
    const publisher = await world.publisher({ tuning: { streamBytes } });
    const tail = new GatedTail(new RedisEventLog(redis.client(), { blockTime: 50 }));
    const broadcast = await world.broadcast({ log: tail.asLog() });
    await publisher.publish(...orders(keys.length, keys));
    await eventually(() => expect(broadcast.seen).toHaveLength(keys.length));
    await tail.pause();
    await publishAll(publisher, published);
    await untilPublished(keys.length + published.length);
    tail.resume();
    const missed = () => broadcast.gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    await eventually(() => expect(broadcast.seen.length + missed()).toBe(keys.length + published.length));
    expect(missed()).toBeGreaterThan(published.length / 2);
    expect(new Set(broadcast.gaps.map(({ shard }) => shard))).toEqual(new Set(keys.map(shardOf)));
  }, 60_000);

  it('let go at once of what was old when the service was started again, but for the newest', async () => {
    const publisher = await world.publisher();
    await world.worker();
    await publisher.publish(...orders(480, keys));
    await world.untilEffects(480);
    const lengths = () => Promise.all(allShards.map((shard) => looker.xlen(new StreamKeys('orders').stream(shard))));
    const sum = async () => (await lengths()).reduce((all, length) => all + length, 0);
    await eventually(async () => expect(await sum()).toBe(480));
    await world.stop(publisher);
    const { dataSource } = await world.lookAt('orders');
    await dataSource.query(`UPDATE outbox SET created_at = created_at - interval '11 minutes'`);
    const again = await world.publisher();
    await again.publish({ key: 'young', value: 0 });
    const used = new Set([...keys, 'young'].map(shardOf)).size;
    const newest = keys.map(shardOf).includes(shardOf('young')) ? used + 1 : used;
    await eventually(async () => expect(await sum()).toBeLessThanOrEqual(newest));
    expect((await lengths()).filter((length) => length > 0)).toHaveLength(used);
  });
});

import { redisPreset } from '@hallway/service-kit/redis';
import { eventually, OwnRedis } from '@hallway/testing';

import { shardOf } from '../shard';
import { BundledWorker } from '../testing/bundled-worker';
import { BusFixture, orders, valuesByKey } from '../testing/bus-fixture';
import { BusDatabase } from '../testing/test-database';
import { RedisEventLog } from './redis-event-log';
import { StreamKeys } from './stream-keys';

const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);

describe('event bus while Redis or a replica fails', () => {
  let database: BusDatabase;
  let redis: OwnRedis;
  let world: BusFixture;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    database = await BusDatabase.create();
  });
  beforeEach(() => {
    redis = new OwnRedis(redisPreset('command', ''));
    world = new BusFixture(database, (tuning) => new RedisEventLog(redis.client(), tuning));
  });
  afterEach(async () => {
    await world.close();
    await redis.close();
    expect(unhandled.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await database.drop();
  });

  async function cutRelays(): Promise<void> {
    const { dataSource } = await world.lookAt('orders');
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hallway-relay-orders' AND datname = current_database()`,
    );
  }

  it('commits while Redis is away from the start, and delivers once it is there', async () => {
    const publisher = await world.publisher();
    await world.worker();
    await publisher.publish(...orders(30, keys));
    expect(await world.effects()).toEqual([]);
    await redis.start();
    expect(valuesByKey(await world.untilEffects(30))).toEqual(valuesByKey(orders(30, keys)));
  });

  it('loses and doubles nothing while Redis restarts empty during traffic', async () => {
    await redis.start();
    const publisher = await world.publisher();
    await world.worker();
    await world.worker();
    const broadcast = await world.broadcast();
    const published = orders(360, keys);
    for (const [index, order] of published.entries()) {
      if (index === 100 || index === 220) await redis.kill();
      if (index === 140 || index === 260) await redis.start();
      await publisher.publish(order);
    }
    expect(valuesByKey(await world.untilEffects(published.length))).toEqual(valuesByKey(published));
    await eventually(() => expect(broadcast.seen).toHaveLength(published.length), { timeoutMs: 15_000 });
    expect(valuesByKey(broadcast.seen.map(({ data }) => data))).toEqual(valuesByKey(published));
    expect(broadcast.gaps).toEqual([]);
  });

  it('loses and doubles nothing while its Redis connections are cut again and again', async () => {
    await redis.start();
    const publisher = await world.publisher();
    await world.worker();
    await world.worker();
    const broadcast = await world.broadcast();
    const cutter = redis.client();
    await eventually(() => cutter.status === 'ready');
    const published = orders(400, keys);
    for (const [index, order] of published.entries()) {
      if (index % 40 === 20) await cutter.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await publisher.publish(order);
    }
    expect(valuesByKey(await world.untilEffects(published.length))).toEqual(valuesByKey(published));
    await eventually(() => expect(broadcast.seen).toHaveLength(published.length), { timeoutMs: 15_000 });
    expect(broadcast.gaps).toEqual([]);
  });

  it('tells how old the outbox is while Redis is away, and only who publishes tells it', async () => {
    await redis.start();
    const first = await world.publisher();
    await world.worker();
    await first.publish({ key: 'a', value: 0 });
    await world.untilEffects(1);
    await redis.kill();
    await first.publish({ key: 'a', value: 1 }, { key: 'a', value: 2 });
    await eventually(() => expect(first.outbox.depth).toBe(2));
    await eventually(() => expect(first.outbox.oldestAge).toBeGreaterThan(0.3));
    const second = await world.publisher();
    await eventually(async () => {
      await cutRelays();
      return second.bus.isLeader;
    });
    await eventually(() => expect(first.outbox).toEqual({ depth: 0, oldestAge: 0 }));
  });

  it('goes on publishing when its lock connection is cut', async () => {
    await redis.start();
    const publisher = await world.publisher();
    await world.worker();
    await publisher.publish({ key: 'a', value: 0 });
    await world.untilEffects(1);
    await cutRelays();
    await publisher.publish({ key: 'a', value: 1 });
    expect(valuesByKey(await world.untilEffects(2))).toEqual({ a: [0, 1] });
    await eventually(() => publisher.bus.isLeader);
  });

  it('does not count it as a try when the database cuts a handler off', async () => {
    await redis.start();
    const publisher = await world.publisher();
    let cuts = 6;
    const worker = await world.worker({
      handler: async (_payload, { tx }) => {
        if ((cuts -= 1) >= 0) await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    });
    await publisher.publish({ key: 'a', value: 0 });
    expect(valuesByKey(await world.untilEffects(1))).toEqual({ a: [0] });
    expect(await worker.bus.deadLetters.list()).toEqual([]);
  });

  it('hands the shards of a killed process to another replica within seconds, each event once', async () => {
    await redis.start();
    const bundle = new BundledWorker();
    try {
      const publisher = await world.publisher();
      const { connectionString } = await world.lookAt('billing');
      const start = (name: string) => bundle.start({ connectionString, redisUrl: redis.path, keyPrefix: '', name });
      const [victim] = await Promise.all([start('victim'), start('survivor')]);
      const published = orders(300, keys);
      for (const [index, order] of published.entries()) {
        if (index === 150 && victim) {
          await eventually(async () => expect(new Set((await world.effects()).map(({ replica }) => replica)).size).toBe(2));
          await bundle.kill(victim);
        }
        await publisher.publish(order);
      }
      const effects = await world.untilEffects(published.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(published));
    } finally {
      await bundle.close();
    }
  });

  it('handles the last event although a replica took it from a shard that was no longer its own', async () => {
    await redis.start();
    const publisher = await world.publisher();
    await world.worker();
    const ghost = new RedisEventLog(redis.client(), { blockTime: 60_000 }).groupReader('orders', 'billing', 'ghost');
    let published = 0;
    const publish = async () => {
      await publisher.publish({ key: 'a', value: published });
      published += 1;
    };
    await publish();
    await world.untilEffects(published);
    let taken = false;
    const taking = ghost.read([shardOf('a')], 1).then(() => (taken = true));
    // Of those that wait on a stream the one that has waited longest gets the next entry.
    while (!taken) {
      await publish();
      await Promise.race([taking, world.untilEffects(published)]);
    }
    expect(valuesByKey(await world.untilEffects(published))).toEqual({ a: Array.from({ length: published }, (_, value) => value) });
    await ghost.close();
  });

  it('stops waiting for events of a shard when another replica gets it', async () => {
    await redis.start();
    const publisher = await world.publisher();
    const tuning = { blockTime: 60_000 };
    await world.worker({ tuning });
    await publisher.publish(...orders(24, keys));
    await world.untilEffects(24);
    const second = await world.worker({ tuning });
    const looker = redis.client();
    const owned = async () => {
      const leases = Object.entries(await looker.hgetall(new StreamKeys('orders').leases('billing')));
      return leases.filter(([, lease]) => lease.endsWith(second.name)).map(([shard]) => Number(shard));
    };
    await eventually(async () => expect(await owned()).toHaveLength(8));
    const shards = await owned();
    const handedOver = keys.filter((key) => shards.includes(shardOf(key)));
    for (const key of handedOver) await publisher.publish({ key, value: 1 });
    await world.untilEffects(24 + handedOver.length);
    expect(second.seen).toHaveLength(handedOver.length);
    expect(second.logger.has('warn', /missing/)).toBe(false);
  });

  it('gives no shard to two replicas for longer than one look at the leases', async () => {
    await redis.start();
    const log = new RedisEventLog(redis.client(), { leaseTime: 5_000 });
    const [one, two, three] = ['one', 'two', 'three'].map((name) => log.groupReader('orders', 'billing', name));
    const hold = async () => Promise.all([one, two, three].map(async (reader) => (await reader?.holdLeases()) ?? []));
    await eventually(async () => expect(await one?.holdLeases()).toHaveLength(16));
    await eventually(async () => {
      const held = await hold();
      expect(held.map(({ length }) => length).sort()).toEqual([4, 6, 6]);
    });
    const held = await hold();
    expect(
      held
        .flat()
        .map(({ shard }) => shard)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 16 }, (_, shard) => shard));
    await two?.releaseLeases();
    await eventually(async () => {
      const [first = [], third = []] = await Promise.all([one, three].map(async (reader) => (await reader?.holdLeases()) ?? []));
      expect(first.length + third.length).toBe(16);
    });
    await Promise.all([one, two, three].map((reader) => reader?.close()));
  });
});

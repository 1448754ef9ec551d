import { eventually } from '@hallway/testing';

import { BusWorld, orders, valuesByKey } from '../testing/bus-world';
import { BundledWorker } from '../testing/bundled-worker';
import { OwnRedis } from '../testing/own-redis';
import { BusDatabase } from '../testing/test-database';
import { shardOf } from '../shard';
import { RedisEventLog } from './redis-event-log';
import { StreamKeys } from './stream-keys';

const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);

describe('event bus while Redis or a replica fails', () => {
  let database: BusDatabase;
  let redis: OwnRedis;
  let world: BusWorld;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    database = await BusDatabase.create();
  });
  beforeEach(() => {
    redis = new OwnRedis();
    world = new BusWorld(database, (tuning) => new RedisEventLog(redis.client(), tuning));
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

  it('commits while Redis is away from the start, and delivers once it is there', async () => {
    const teller = await world.teller();
    await world.worker();
    await teller.tell(...orders(30, keys));
    expect(await world.effects()).toEqual([]);
    await redis.start();
    expect(valuesByKey(await world.untilEffects(30))).toEqual(valuesByKey(orders(30, keys)));
  });

  it('loses and doubles nothing while Redis restarts empty during traffic', async () => {
    await redis.start();
    const teller = await world.teller();
    await world.worker();
    await world.worker();
    const fanout = await world.fanout();
    const told = orders(360, keys);
    for (const [index, order] of told.entries()) {
      if (index === 100 || index === 220) await redis.kill();
      if (index === 140 || index === 260) await redis.start();
      await teller.tell(order);
    }
    expect(valuesByKey(await world.untilEffects(told.length))).toEqual(valuesByKey(told));
    await eventually(() => expect(fanout.seen).toHaveLength(told.length), { timeoutMs: 15_000 });
    expect(valuesByKey(fanout.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
    expect(fanout.gaps).toEqual([]);
  });

  it('loses and doubles nothing while its Redis connections are cut again and again', async () => {
    await redis.start();
    const teller = await world.teller();
    await world.worker();
    await world.worker();
    const fanout = await world.fanout();
    const cutter = redis.client();
    await eventually(() => cutter.status === 'ready');
    const told = orders(400, keys);
    for (const [index, order] of told.entries()) {
      if (index % 40 === 20) await cutter.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await teller.tell(order);
    }
    expect(valuesByKey(await world.untilEffects(told.length))).toEqual(valuesByKey(told));
    await eventually(() => expect(fanout.seen).toHaveLength(told.length), { timeoutMs: 15_000 });
    expect(fanout.gaps).toEqual([]);
  });

  it('goes on publishing when its lock connection is cut', async () => {
    await redis.start();
    const teller = await world.teller();
    await world.worker();
    await teller.tell({ key: 'a', value: 0 });
    await world.untilEffects(1);
    const { dataSource } = await world.lookAt('orders');
    await dataSource.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hallway-relay-orders'`);
    await teller.tell({ key: 'a', value: 1 });
    expect(valuesByKey(await world.untilEffects(2))).toEqual({ a: [0, 1] });
    await eventually(() => teller.bus.leads);
  });

  it('does not count it as a try when the database cuts a handler off', async () => {
    await redis.start();
    const teller = await world.teller();
    let cuts = 6;
    const worker = await world.worker({
      handler: async (_payload, { tx }) => {
        if ((cuts -= 1) >= 0) await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    });
    await teller.tell({ key: 'a', value: 0 });
    expect(valuesByKey(await world.untilEffects(1))).toEqual({ a: [0] });
    expect(await worker.bus.deadLetters.list()).toEqual([]);
  });

  it('hands the shards of a killed process to another replica within seconds, each event once', async () => {
    await redis.start();
    const bundle = new BundledWorker();
    try {
      const teller = await world.teller();
      const { connectionString } = await world.lookAt('billing');
      const start = (name: string) => bundle.start({ connectionString, redisUrl: redis.path, keyPrefix: '', name });
      const [victim] = await Promise.all([start('victim'), start('survivor')]);
      const told = orders(300, keys);
      for (const [index, order] of told.entries()) {
        if (index === 150 && victim) {
          await eventually(async () => expect(new Set((await world.effects()).map(({ replica }) => replica)).size).toBe(2));
          await bundle.kill(victim);
        }
        await teller.tell(order);
      }
      const effects = await world.untilEffects(told.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(told));
    } finally {
      await bundle.close();
    }
  });

  it('handles the last event although a replica took it from a shard that was no longer its own', async () => {
    await redis.start();
    const teller = await world.teller();
    await world.worker();
    const ghost = new RedisEventLog(redis.client(), { blockTime: 60_000 }).groupReader('orders', 'billing', 'ghost');
    let told = 0;
    const tell = async () => {
      await teller.tell({ key: 'a', value: told });
      told += 1;
    };
    await tell();
    await world.untilEffects(told);
    let taken = false;
    const taking = ghost.read([shardOf('a')], 1).then(() => (taken = true));
    // Of those that wait on a stream the one that has waited longest gets the next entry.
    while (!taken) {
      await tell();
      await Promise.race([taking, world.untilEffects(told)]);
    }
    expect(valuesByKey(await world.untilEffects(told))).toEqual({ a: Array.from({ length: told }, (_, value) => value) });
    await ghost.close();
  });

  it('stops waiting for events of a shard when another replica gets it', async () => {
    await redis.start();
    const teller = await world.teller();
    const tuning = { blockTime: 60_000 };
    await world.worker({ tuning });
    await teller.tell(...orders(24, keys));
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
    for (const key of handedOver) await teller.tell({ key, value: 1 });
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
    expect(held.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, shard) => shard));
    await two?.releaseLeases();
    await eventually(async () => {
      const [first = [], third = []] = await Promise.all([one, three].map(async (reader) => (await reader?.holdLeases()) ?? []));
      expect(first.length + third.length).toBe(16);
    });
    await Promise.all([one, two, three].map((reader) => reader?.close()));
  });
});

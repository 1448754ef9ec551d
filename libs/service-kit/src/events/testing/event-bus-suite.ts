import { eventually } from '@hallway/testing';

import type { EventLog } from '../event-log';
import { streamName, shardOf } from '../shard';
import type { EventTuning } from '../tuning';
import { BusWorld, orders, valuesByKey } from './bus-world';
import { GatedTail } from './gated-tail';
import { orderPlaced } from './orders';
import { BusDatabase } from './test-database';

/** One kind of streams: makes logs that all see the same streams, and can lose them all. */
export interface LogKind {
  newLog(tuning: Partial<EventTuning>): EventLog;
  /** Like a Redis that restarts empty. */
  wipe(): Promise<void>;
  /** Between two tests. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const keys = ['a', 'b', 'c', 'd', 'e'];

/** What the bus promises, whatever carries the streams. */
export function describeEventBus(name: string, start: () => Promise<LogKind>): void {
  describe(`event bus on ${name}`, () => {
    let database: BusDatabase;
    let kind: LogKind;
    let world: BusWorld;

    beforeAll(async () => {
      [database, kind] = await Promise.all([BusDatabase.create(), start()]);
    });
    beforeEach(() => {
      world = new BusWorld(database, (tuning) => kind.newLog(tuning));
    });
    afterEach(async () => {
      await world.close();
      await kind.reset();
    });
    afterAll(async () => {
      await kind.close();
      await database.drop();
    });

    it('delivers each event once per service, in order per key, with two replicas', async () => {
      const teller = await world.teller();
      await world.worker();
      await world.worker();
      const told = orders(200, keys);
      for (const order of told) await teller.tell(order);
      const effects = await world.untilEffects(told.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(told));
    });

    it('keeps the order of events told in one transaction', async () => {
      const teller = await world.teller();
      await world.worker();
      await teller.tell(...orders(100, keys));
      const effects = await world.untilEffects(100);
      expect(valuesByKey(effects)).toEqual(valuesByKey(orders(100, keys)));
    });

    it('delivers every event to every replica in fan-out mode, in order per key', async () => {
      const teller = await world.teller();
      const replicas = [await world.fanout(), await world.fanout()];
      const told = orders(100, keys);
      await teller.tell(...told);
      for (const replica of replicas) {
        await eventually(() => expect(replica.seen).toHaveLength(100));
        expect(valuesByKey(replica.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
        expect(replica.gaps).toEqual([]);
      }
    });

    it('does not deliver in fan-out mode what was told before the replica started', async () => {
      const teller = await world.teller();
      const early = await world.fanout();
      await teller.tell({ key: 'a', value: 0 });
      await eventually(() => expect(early.seen).toHaveLength(1));
      const late = await world.fanout();
      await teller.tell({ key: 'a', value: 1 });
      await eventually(() => expect(late.seen).toHaveLength(1));
      expect(late.seen[0]?.data.value).toBe(1);
    });

    it('delivers to a service that was down what it missed', async () => {
      const teller = await world.teller();
      const first = await world.worker();
      await teller.tell({ key: 'a', value: 0 });
      await world.untilEffects(1);
      await world.stop(first);
      await teller.tell(...orders(50, keys).map((order) => ({ ...order, value: order.value + 1 })));
      await world.worker();
      const effects = await world.untilEffects(51);
      expect(valuesByKey(effects).a).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('tells nothing when the transaction rolls back', async () => {
      const teller = await world.teller();
      await world.worker();
      const failing = teller.store?.transactions.run(async (tx) => {
        teller.bus.outbox.add(tx, orderPlaced, { key: 'a', value: 666 });
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await teller.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await world.untilEffects(1))).toEqual({ a: [1] });
    });

    it('publishes what a replica committed before it died', async () => {
      const dead = await world.teller({ relay: false });
      await dead.tell(...orders(20, keys));
      await world.stop(dead);
      await world.worker();
      await world.teller();
      expect(valuesByKey(await world.untilEffects(20))).toEqual(valuesByKey(orders(20, keys)));
    });

    it('publishes what a replica without the lead tells', async () => {
      const leader = await world.teller();
      await eventually(() => leader.bus.leads);
      const follower = await world.teller({ tuning: { pollEvery: 60_000 } });
      await world.worker();
      await follower.tell(...orders(10, keys));
      await world.untilEffects(10);
      expect(follower.bus.leads).toBe(false);
    });

    it('hands the lead over when its holder stops', async () => {
      const first = await world.teller();
      await eventually(() => first.bus.leads);
      const second = await world.teller({ tuning: { pollEvery: 30_000 } });
      await second.tell({ key: 'a', value: 0 });
      await world.stop(first);
      await eventually(() => second.bus.leads);
      await world.worker();
      await second.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await world.untilEffects(2))).toEqual({ a: [0, 1] });
    });

    it('loses and doubles nothing when two replicas tell at the same time', async () => {
      const tellers = [await world.teller(), await world.teller()];
      await world.worker();
      await world.worker();
      await Promise.all(
        tellers.map(async (teller, index) => {
          for (const order of orders(100, keys)) await teller.tell({ ...order, key: `${order.key}${index}` });
        }),
      );
      const effects = await world.untilEffects(200);
      const expected = [0, 1].flatMap((index) => orders(100, keys).map((order) => ({ ...order, key: `${order.key}${index}` })));
      expect(valuesByKey(effects)).toEqual(valuesByKey(expected));
    });

    it('publishes each event once, in order, while two replicas both believe to lead', async () => {
      const tellers = [await world.teller(), await world.teller({ lock: 'split_brain' })];
      await eventually(() => tellers.every(({ bus }) => bus.leads));
      await world.worker();
      const fanout = await world.fanout();
      const told = orders(150, keys);
      for (const [index, order] of told.entries()) await tellers[index % 2]?.tell(order);
      expect(valuesByKey(await world.untilEffects(150))).toEqual(valuesByKey(told));
      await eventually(() => expect(fanout.seen).toHaveLength(150));
      expect(valuesByKey(fanout.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
      expect(fanout.gaps).toEqual([]);
    });

    it('repeats an event until its handler works, and stores its effect once', async () => {
      let failures = 2;
      const teller = await world.teller();
      await world.worker({
        handler: async ({ key }, { tx }) => {
          await tx.query(`INSERT INTO effects (key, value, replica) VALUES ($1, -1, 'half')`, [key]);
          if (failures-- > 0) throw new Error('not yet');
        },
      });
      await teller.tell({ key: 'a', value: 7 });
      const effects = await world.untilEffects(2);
      expect(effects.map(({ value }) => value)).toEqual([-1, 7]);
    });

    it('puts a poison event aside with what follows it, and goes on with other keys', async () => {
      const teller = await world.teller();
      const worker = await world.worker({ handler: ({ key, value }) => {
        if (key === 'a' && value === 1) throw new Error('poison');
      } });
      const sameShard = keyBeside('a');
      await teller.tell({ key: 'a', value: 0 }, { key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: sameShard, value: 0 });
      const effects = await world.untilEffects(2);
      expect(valuesByKey(effects)).toEqual({ a: [0], [sameShard]: [0] });
      const letters = await worker.bus.deadLetters.list();
      expect(letters.map(({ key, attempts, pubSeq }) => ({ key, attempts, pubSeq }))).toEqual([
        { key: 'a', attempts: 3, pubSeq: 2 },
        { key: 'a', attempts: 0, pubSeq: 3 },
      ]);
      expect(letters[0]?.error).toContain('poison');
    });

    it('replays a parked key in order and then handles it as usual', async () => {
      let broken = true;
      const teller = await world.teller();
      const worker = await world.worker({ handler: ({ key }) => {
        if (key === 'a' && broken) throw new Error('poison');
      } });
      await teller.tell({ key: 'a', value: 0 }, { key: 'a', value: 1 });
      await eventually(async () => expect(await worker.bus.deadLetters.list({ key: 'a' })).toHaveLength(2));
      const stream = streamName('orders', shardOf('a'));
      await expect(worker.bus.deadLetters.replay(stream, 'a')).rejects.toThrow('poison');
      broken = false;
      await expect(worker.bus.deadLetters.replay(stream, 'a')).resolves.toBe(2);
      await teller.tell({ key: 'a', value: 2 });
      expect(valuesByKey(await world.untilEffects(3))).toEqual({ a: [0, 1, 2] });
      expect(await worker.bus.deadLetters.list()).toEqual([]);
    });

    it('handles a key again once its last letter is dropped', async () => {
      const teller = await world.teller();
      const worker = await world.worker({ handler: ({ value }) => {
        if (value === 0) throw new Error('poison');
      } });
      await teller.tell({ key: 'a', value: 0 });
      const [letter] = await eventually(async () => {
        const letters = await worker.bus.deadLetters.list();
        expect(letters).toHaveLength(1);
        return letters;
      });
      await expect(worker.bus.deadLetters.drop(letter?.stream ?? '', letter?.pubSeq ?? 0)).resolves.toBe(true);
      await expect(worker.bus.deadLetters.drop(letter?.stream ?? '', letter?.pubSeq ?? 0)).resolves.toBe(false);
      await teller.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await world.untilEffects(1))).toEqual({ a: [1] });
    });

    it('passes over events that the service has no method for', async () => {
      const teller = await world.teller();
      const worker = await world.worker();
      await teller.archive({ key: 'a', value: 0 });
      await teller.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await world.untilEffects(1))).toEqual({ a: [1] });
      expect(worker.seen[0]?.pubSeq).toBe(2);
    });

    it('gives all shards to one replica, shares them with a second, and takes them back when it stops', async () => {
      const teller = await world.teller();
      const first = await world.worker();
      const manyKeys = Array.from({ length: 64 }, (_, index) => `key-${index}`);
      const tellAll = (value: number) => teller.tell(...manyKeys.map((key) => ({ key, value })));
      await tellAll(0);
      await world.untilEffects(64);
      const second = await world.worker();
      let value = 0;
      await eventually(async () => {
        await tellAll((value += 1));
        const effects = await world.untilEffects(64 * (value + 1));
        expect(new Set(effects.slice(-64).map(({ replica }) => replica)).size).toBe(2);
      });
      await world.stop(second);
      await tellAll((value += 1));
      const effects = await world.untilEffects(64 * (value + 1));
      expect(new Set(effects.slice(-64).map(({ replica }) => replica))).toEqual(new Set([first.name]));
      expect(valuesByKey(effects)['key-0']).toEqual(Array.from({ length: value + 1 }, (_, index) => index));
    });

    it('handles an event once when a replica dies between its effect and the acknowledgement', async () => {
      const teller = await world.teller();
      const log = kind.newLog({ leaseTime: 300, blockTime: 100 });
      const reader = log.groupReader('orders', 'billing', 'dead');
      const mute = {
        ...log,
        writer: () => log.writer(),
        tailReader: (domain: string) => log.tailReader(domain),
        groupReader: () =>
          Object.assign(Object.create(reader) as typeof reader, {
            acknowledge: () => Promise.reject(new Error('dead')),
            releaseLeases: () => Promise.resolve(),
          }),
      };
      const dying = await world.worker({ log: mute, tuning: { leaseTime: 300, blockTime: 100 } });
      await teller.tell(...orders(20, keys));
      await world.untilEffects(20);
      await world.stop(dying);
      await world.worker();
      await teller.tell({ key: 'z', value: 0 });
      const effects = await world.untilEffects(21);
      expect(valuesByKey(effects)).toEqual({ ...valuesByKey(orders(20, keys)), z: [0] });
    });

    it('resumes after the streams were wiped during traffic', async () => {
      const teller = await world.teller();
      await world.worker();
      await world.worker();
      const fanout = await world.fanout();
      const told = orders(300, keys);
      for (const [index, order] of told.entries()) {
        if (index === 100 || index === 200) await kind.wipe();
        await teller.tell(order);
      }
      const effects = await world.untilEffects(told.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(told));
      await eventually(() => expect(fanout.seen).toHaveLength(told.length));
      expect(valuesByKey(fanout.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
      expect(fanout.gaps).toEqual([]);
    });

    it('publishes again what a service had not read when the streams were wiped, however old', async () => {
      const teller = await world.teller({ tuning: { republish: 0 } });
      const first = await world.worker();
      await teller.tell({ key: 'a', value: 0 });
      await world.untilEffects(1);
      const { dataSource } = await world.lookAt('orders');
      await eventually(async () => {
        const rows = await dataSource.query<object[]>(`SELECT 1 FROM outbox_readers WHERE reader = 'billing' AND position = 1`);
        expect(rows).toHaveLength(1);
      });
      await world.stop(first);
      await teller.tell({ key: 'a', value: 1 }, { key: 'a', value: 2 });
      await kind.wipe();
      await world.worker();
      expect(valuesByKey(await world.untilEffects(3))).toEqual({ a: [0, 1, 2] });
    });

    it('asks the owner for events that its stream no longer has', async () => {
      const teller = await world.teller();
      const first = await world.worker();
      await teller.tell({ key: 'a', value: 0 });
      await world.untilEffects(1);
      await world.stop(first);
      await teller.tell({ key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: 'a', value: 3 });
      const log = kind.newLog({});
      await eventually(async () => expect((await log.writer().lastPositions('orders'))[shardOf('a')]).toBe(4));
      await log.writer().trim('orders', shardOf('a'), 3);
      const second = await world.worker();
      expect(valuesByKey(await world.untilEffects(4))).toEqual({ a: [0, 1, 2, 3] });
      expect(second.logger.has('warn', /missing/)).toBe(true);
    });

    it('says so, and goes on, when events are lost for good', async () => {
      const teller = await world.teller();
      const first = await world.worker();
      await teller.tell({ key: 'a', value: 0 });
      await world.untilEffects(1);
      await world.stop(first);
      await teller.tell({ key: 'a', value: 1 }, { key: 'a', value: 2 });
      const log = kind.newLog({});
      await eventually(async () => expect((await log.writer().lastPositions('orders'))[shardOf('a')]).toBe(3));
      const { dataSource } = await world.lookAt('orders');
      await dataSource.query('DELETE FROM outbox WHERE pub_seq = 2');
      await log.writer().trim('orders', shardOf('a'), 2);
      const second = await world.worker();
      expect(valuesByKey(await world.untilEffects(2))).toEqual({ a: [0, 2] });
      expect(second.logger.has('error', /lost/)).toBe(true);
    });

    it('trims what all services have read, and nothing that one has not', async () => {
      const teller = await world.teller({ tuning: { keepOnStream: 0, keepInOutbox: 0 } });
      const worker = await world.worker();
      const { dataSource } = await world.lookAt('orders');
      const rows = async () => (await dataSource.query<object[]>('SELECT 1 FROM outbox')).length;
      await eventually(async () => {
        const readers = await dataSource.query<object[]>(`SELECT 1 FROM outbox_readers WHERE reader = 'billing'`);
        expect(readers).toHaveLength(16);
      });
      await teller.tell(...orders(50, ['a']));
      await world.untilEffects(50);
      await eventually(async () => expect(await rows()).toBe(0));
      await world.stop(worker);
      await teller.tell(...orders(50, ['a']));
      await eventually(async () => {
        const published = await dataSource.query<{ position: string }[]>(`SELECT position FROM outbox_readers WHERE reader = '(published)' AND shard = $1`, [shardOf('a')]);
        expect(published).toEqual([{ position: '100' }]);
      });
      expect(await rows()).toBe(50);
      await world.worker();
      const effects = await world.untilEffects(100);
      expect(effects).toHaveLength(100);
      await eventually(async () => expect(await rows()).toBe(0));
    });

    it('tells a fan-out reader which events it can no longer get', async () => {
      const teller = await world.teller();
      const log = kind.newLog({ blockTime: 50 });
      const tail = new GatedTail(log);
      const fanout = await world.fanout({ log: tail.asLog() });
      await teller.tell({ key: 'a', value: 0 });
      await eventually(() => expect(fanout.seen).toHaveLength(1));
      await tail.pause();
      await teller.tell(...orders(5, ['a']).map(({ key, value }) => ({ key, value: value + 1 })));
      const writer = log.writer();
      await eventually(async () => expect((await writer.lastPositions('orders'))[shardOf('a')]).toBe(6));
      await writer.trim('orders', shardOf('a'), 4);
      tail.resume();
      await eventually(() => expect(fanout.seen).toHaveLength(3));
      expect(fanout.gaps).toEqual([{ domain: 'orders', shard: shardOf('a'), from: 2, to: 4 }]);
    });

    it('does not let a slow handler hold up other keys in fan-out mode', async () => {
      const teller = await world.teller();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const fanout = await world.fanout({ handler: ({ key }) => (key === 'a' ? held : undefined) });
      await teller.tell({ key: 'a', value: 0 });
      await teller.tell({ key: 'b', value: 0 });
      await eventually(() => expect(fanout.seen.map(({ subject }) => subject)).toContain('b'));
      release();
    });
  });
}

/** Another key of the same shard. */
function keyBeside(key: string): string {
  for (let index = 0; ; index += 1) {
    if (shardOf(`beside-${index}`) === shardOf(key)) return `beside-${index}`;
  }
}

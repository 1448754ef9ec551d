import { eventually } from '@hallway/testing';

import { orders, valuesByKey } from '../bus-fixture';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** What a service may rely on when one of its replicas must handle each event. */
export function describeCompetingConsumers(bench: BusBench): void {
  describe('services that do work', () => {
    it('delivers each event once per service, in order per key, with two replicas', async () => {
      const publisher = await bench.world.publisher();
      await bench.world.worker();
      await bench.world.worker();
      const published = orders(200, keys);
      for (const order of published) await publisher.publish(order);
      const effects = await bench.world.untilEffects(published.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(published));
    });

    it('keeps the order of events told in one transaction', async () => {
      const publisher = await bench.world.publisher();
      await bench.world.worker();
      await publisher.publish(...orders(100, keys));
      const effects = await bench.world.untilEffects(100);
      expect(valuesByKey(effects)).toEqual(valuesByKey(orders(100, keys)));
    });

    it('delivers to a service that was down what it missed', async () => {
      const publisher = await bench.world.publisher();
      const first = await bench.world.worker();
      await publisher.publish({ key: 'a', value: 0 });
      await bench.world.untilEffects(1);
      await bench.world.stop(first);
      await publisher.publish(...orders(50, keys).map((order) => ({ ...order, value: order.value + 1 })));
      await bench.world.worker();
      const effects = await bench.world.untilEffects(51);
      expect(valuesByKey(effects).a).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('repeats an event until its handler works, and stores its effect once', async () => {
      let failures = 2;
      const publisher = await bench.world.publisher();
      await bench.world.worker({
        handler: async ({ key }, { tx }) => {
          await tx.query(`INSERT INTO effects (key, value, replica) VALUES ($1, -1, 'half')`, [key]);
          if (failures-- > 0) throw new Error('not yet');
        },
      });
      await publisher.publish({ key: 'a', value: 7 });
      const effects = await bench.world.untilEffects(2);
      expect(effects.map(({ value }) => value)).toEqual([-1, 7]);
    });

    it('passes over events that the service has no method for', async () => {
      const publisher = await bench.world.publisher();
      const worker = await bench.world.worker();
      await publisher.archive({ key: 'a', value: 0 });
      await publisher.publish({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(1))).toEqual({ a: [1] });
      expect(worker.seen[0]?.pubSeq).toBe(2);
    });

    it('gives all shards to one replica, shares them with a second, and takes them back when it stops', async () => {
      const publisher = await bench.world.publisher();
      const first = await bench.world.worker();
      const manyKeys = Array.from({ length: 64 }, (_, index) => `key-${index}`);
      const publishAll = (value: number) => publisher.publish(...manyKeys.map((key) => ({ key, value })));
      await publishAll(0);
      await bench.world.untilEffects(64);
      const second = await bench.world.worker();
      let value = 0;
      await eventually(async () => {
        await publishAll((value += 1));
        const effects = await bench.world.untilEffects(64 * (value + 1));
        expect(new Set(effects.slice(-64).map(({ replica }) => replica)).size).toBe(2);
      });
      await bench.world.stop(second);
      await publishAll((value += 1));
      const effects = await bench.world.untilEffects(64 * (value + 1));
      expect(new Set(effects.slice(-64).map(({ replica }) => replica))).toEqual(new Set([first.name]));
      expect(valuesByKey(effects)['key-0']).toEqual(Array.from({ length: value + 1 }, (_, index) => index));
    });

    it('handles an event once when a replica dies between its effect and the acknowledgement', async () => {
      const publisher = await bench.world.publisher();
      const log = bench.kind.newLog({ leaseTime: 300, blockTime: 100 });
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
      const dying = await bench.world.worker({ log: mute, tuning: { leaseTime: 300, blockTime: 100 } });
      await publisher.publish(...orders(20, keys));
      await bench.world.untilEffects(20);
      await bench.world.stop(dying);
      await bench.world.worker();
      await publisher.publish({ key: 'z', value: 0 });
      const effects = await bench.world.untilEffects(21);
      expect(valuesByKey(effects)).toEqual({ ...valuesByKey(orders(20, keys)), z: [0] });
    });
  });
}

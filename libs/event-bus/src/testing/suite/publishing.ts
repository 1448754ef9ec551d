import { eventually } from '@hallway/testing';

import { orders, valuesByKey } from '../bus-fixture';
import { orderPlaced } from '../orders';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** What a service may rely on when it publishes. */
export function describePublishing(bench: BusBench): void {
  describe('publishing', () => {
    it('publishes nothing when the transaction rolls back', async () => {
      const publisher = await bench.world.publisher();
      await bench.world.worker();
      const failing = publisher.store?.transactions.run(async (tx) => {
        publisher.bus.outbox.add(tx, orderPlaced, { key: 'a', value: 666 });
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await publisher.publish({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(1))).toEqual({ a: [1] });
    });

    it('publishes what a replica committed before it died', async () => {
      const dead = await bench.world.publisher({ relay: false });
      await dead.publish(...orders(20, keys));
      await bench.world.stop(dead);
      await bench.world.worker();
      await bench.world.publisher();
      expect(valuesByKey(await bench.world.untilEffects(20))).toEqual(valuesByKey(orders(20, keys)));
    });

    it('publishes what a replica that does not lead has written', async () => {
      const leader = await bench.world.publisher();
      await eventually(() => leader.bus.isLeader);
      const follower = await bench.world.publisher({ tuning: { pollEvery: 60_000 } });
      await bench.world.worker();
      await follower.publish(...orders(10, keys));
      await bench.world.untilEffects(10);
      expect(follower.bus.isLeader).toBe(false);
    });

    it('hands the lead over when its holder stops', async () => {
      const first = await bench.world.publisher();
      await eventually(() => first.bus.isLeader);
      const second = await bench.world.publisher({ tuning: { pollEvery: 30_000 } });
      await second.publish({ key: 'a', value: 0 });
      await bench.world.stop(first);
      await eventually(() => second.bus.isLeader);
      await bench.world.worker();
      await second.publish({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(2))).toEqual({ a: [0, 1] });
    });

    it('loses and doubles nothing when two replicas publish at the same time', async () => {
      const publishers = [await bench.world.publisher(), await bench.world.publisher()];
      await bench.world.worker();
      await bench.world.worker();
      await Promise.all(
        publishers.map(async (publisher, index) => {
          for (const order of orders(100, keys)) await publisher.publish({ ...order, key: `${order.key}${index}` });
        }),
      );
      const effects = await bench.world.untilEffects(200);
      const expected = [0, 1].flatMap((index) => orders(100, keys).map((order) => ({ ...order, key: `${order.key}${index}` })));
      expect(valuesByKey(effects)).toEqual(valuesByKey(expected));
    });

    it('publishes each event once, in order, while two replicas both believe to lead', async () => {
      const publishers = [await bench.world.publisher(), await bench.world.publisher({ lock: 'split_brain' })];
      await eventually(() => publishers.every(({ bus }) => bus.isLeader));
      await bench.world.worker();
      const broadcast = await bench.world.broadcast();
      const published = orders(150, keys);
      for (const [index, order] of published.entries()) await publishers[index % 2]?.publish(order);
      expect(valuesByKey(await bench.world.untilEffects(150))).toEqual(valuesByKey(published));
      await eventually(() => expect(broadcast.seen).toHaveLength(150));
      expect(valuesByKey(broadcast.seen.map(({ data }) => data))).toEqual(valuesByKey(published));
      expect(broadcast.gaps).toEqual([]);
    });
  });
}

import { eventually } from '@hallway/testing';

import { orders, valuesByKey } from '../bus-world';
import { orderPlaced } from '../orders';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** What a service may rely on when it tells. */
export function describeTelling(bench: BusBench): void {
  describe('telling', () => {
    it('tells nothing when the transaction rolls back', async () => {
      const teller = await bench.world.teller();
      await bench.world.worker();
      const failing = teller.store?.transactions.run(async (tx) => {
        teller.bus.outbox.add(tx, orderPlaced, { key: 'a', value: 666 });
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await teller.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(1))).toEqual({ a: [1] });
    });

    it('publishes what a replica committed before it died', async () => {
      const dead = await bench.world.teller({ relay: false });
      await dead.tell(...orders(20, keys));
      await bench.world.stop(dead);
      await bench.world.worker();
      await bench.world.teller();
      expect(valuesByKey(await bench.world.untilEffects(20))).toEqual(valuesByKey(orders(20, keys)));
    });

    it('publishes what a replica without the lead tells', async () => {
      const leader = await bench.world.teller();
      await eventually(() => leader.bus.leads);
      const follower = await bench.world.teller({ tuning: { pollEvery: 60_000 } });
      await bench.world.worker();
      await follower.tell(...orders(10, keys));
      await bench.world.untilEffects(10);
      expect(follower.bus.leads).toBe(false);
    });

    it('hands the lead over when its holder stops', async () => {
      const first = await bench.world.teller();
      await eventually(() => first.bus.leads);
      const second = await bench.world.teller({ tuning: { pollEvery: 30_000 } });
      await second.tell({ key: 'a', value: 0 });
      await bench.world.stop(first);
      await eventually(() => second.bus.leads);
      await bench.world.worker();
      await second.tell({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(2))).toEqual({ a: [0, 1] });
    });

    it('loses and doubles nothing when two replicas tell at the same time', async () => {
      const tellers = [await bench.world.teller(), await bench.world.teller()];
      await bench.world.worker();
      await bench.world.worker();
      await Promise.all(
        tellers.map(async (teller, index) => {
          for (const order of orders(100, keys)) await teller.tell({ ...order, key: `${order.key}${index}` });
        }),
      );
      const effects = await bench.world.untilEffects(200);
      const expected = [0, 1].flatMap((index) => orders(100, keys).map((order) => ({ ...order, key: `${order.key}${index}` })));
      expect(valuesByKey(effects)).toEqual(valuesByKey(expected));
    });

    it('publishes each event once, in order, while two replicas both believe to lead', async () => {
      const tellers = [await bench.world.teller(), await bench.world.teller({ lock: 'split_brain' })];
      await eventually(() => tellers.every(({ bus }) => bus.leads));
      await bench.world.worker();
      const fanout = await bench.world.fanout();
      const told = orders(150, keys);
      for (const [index, order] of told.entries()) await tellers[index % 2]?.tell(order);
      expect(valuesByKey(await bench.world.untilEffects(150))).toEqual(valuesByKey(told));
      await eventually(() => expect(fanout.seen).toHaveLength(150));
      expect(valuesByKey(fanout.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
      expect(fanout.gaps).toEqual([]);
    });
  });
}

import { eventually } from '@hallway/testing';

import { shardOf } from '../../shard';
import { orders, valuesByKey } from '../bus-world';
import { GatedTail } from '../gated-tail';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** Every replica hears everything. */
export function describeFanOut(bench: BusBench): void {
  describe('fan-out', () => {
    it('delivers every event to every replica in fan-out mode, in order per key', async () => {
      const teller = await bench.world.teller();
      const replicas = [await bench.world.fanout(), await bench.world.fanout()];
      const told = orders(100, keys);
      await teller.tell(...told);
      for (const replica of replicas) {
        await eventually(() => expect(replica.seen).toHaveLength(100));
        expect(valuesByKey(replica.seen.map(({ data }) => data))).toEqual(valuesByKey(told));
        expect(replica.gaps).toEqual([]);
      }
    });

    it('does not deliver in fan-out mode what was told before the replica started', async () => {
      const teller = await bench.world.teller();
      const early = await bench.world.fanout();
      await teller.tell({ key: 'a', value: 0 });
      await eventually(() => expect(early.seen).toHaveLength(1));
      const late = await bench.world.fanout();
      await teller.tell({ key: 'a', value: 1 });
      await eventually(() => expect(late.seen).toHaveLength(1));
      expect(late.seen[0]?.data.value).toBe(1);
    });

    it('tells a fan-out reader which events it can no longer get', async () => {
      const teller = await bench.world.teller();
      const log = bench.kind.newLog({ blockTime: 50 });
      const tail = new GatedTail(log);
      const fanout = await bench.world.fanout({ log: tail.asLog() });
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
      const teller = await bench.world.teller();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const fanout = await bench.world.fanout({ handler: ({ key }) => (key === 'a' ? held : undefined) });
      await teller.tell({ key: 'a', value: 0 });
      await teller.tell({ key: 'b', value: 0 });
      await eventually(() => expect(fanout.seen.map(({ subject }) => subject)).toContain('b'));
      release();
    });
  });
}

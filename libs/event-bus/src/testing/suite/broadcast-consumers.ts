import { eventually } from '@hallway/testing';

import { shardOf } from '../../shard';
import { orders, valuesByKey } from '../bus-fixture';
import { GatedTail } from '../gated-tail';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** Every replica hears everything. */
export function describeBroadcastConsumers(bench: BusBench): void {
  describe('broadcast', () => {
    it('delivers every event to every replica in broadcast mode, in order per key', async () => {
      const publisher = await bench.world.publisher();
      const replicas = [await bench.world.broadcast(), await bench.world.broadcast()];
      const published = orders(100, keys);
      await publisher.publish(...published);
      for (const replica of replicas) {
        await eventually(() => expect(replica.seen).toHaveLength(100));
        expect(valuesByKey(replica.seen.map(({ data }) => data))).toEqual(valuesByKey(published));
        expect(replica.gaps).toEqual([]);
      }
    });

    it('does not deliver in broadcast mode what was told before the replica started', async () => {
      const publisher = await bench.world.publisher();
      const early = await bench.world.broadcast();
      await publisher.publish({ key: 'a', value: 0 });
      await eventually(() => expect(early.seen).toHaveLength(1));
      const late = await bench.world.broadcast();
      await publisher.publish({ key: 'a', value: 1 });
      await eventually(() => expect(late.seen).toHaveLength(1));
      expect(late.seen[0]?.data.value).toBe(1);
    });

    it('tells a broadcast consumer which events it can no longer get', async () => {
      const publisher = await bench.world.publisher();
      const log = bench.kind.newLog({ blockTime: 50 });
      const tail = new GatedTail(log);
      const broadcast = await bench.world.broadcast({ log: tail.asLog() });
      await publisher.publish({ key: 'a', value: 0 });
      await eventually(() => expect(broadcast.seen).toHaveLength(1));
      await tail.pause();
      await publisher.publish(...orders(5, ['a']).map(({ key, value }) => ({ key, value: value + 1 })));
      const writer = log.writer();
      await eventually(async () => expect((await writer.lastPositions('orders'))[shardOf('a')]).toBe(6));
      await writer.trim('orders', shardOf('a'), 4);
      tail.resume();
      await eventually(() => expect(broadcast.seen).toHaveLength(3));
      expect(broadcast.gaps).toEqual([{ domain: 'orders', shard: shardOf('a'), from: 2, to: 4 }]);
    });

    it('does not let a slow handler hold up other keys in broadcast mode', async () => {
      const publisher = await bench.world.publisher();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const broadcast = await bench.world.broadcast({ handler: ({ key }) => (key === 'a' ? held : undefined) });
      await publisher.publish({ key: 'a', value: 0 });
      await publisher.publish({ key: 'b', value: 0 });
      await eventually(() => expect(broadcast.seen.map(({ subject }) => subject)).toContain('b'));
      release();
    });
  });
}

import { eventually } from '@hallway/testing';

import { shardOf } from '../../shard';
import { orders, valuesByKey } from '../bus-fixture';
import type { BusBench } from './bus-bench';

const keys = ['a', 'b', 'c', 'd', 'e'];

/** Streams forget: what is trimmed, wiped, or gone for good. */
export function describeLostStreams(bench: BusBench): void {
  describe('streams that lose events', () => {
    it('resumes after the streams were wiped during traffic', async () => {
      const publisher = await bench.world.publisher();
      await bench.world.worker();
      await bench.world.worker();
      const broadcast = await bench.world.broadcast();
      const published = orders(300, keys);
      for (const [index, order] of published.entries()) {
        if (index === 100 || index === 200) await bench.kind.wipe();
        await publisher.publish(order);
      }
      const effects = await bench.world.untilEffects(published.length);
      expect(valuesByKey(effects)).toEqual(valuesByKey(published));
      await eventually(() => expect(broadcast.seen).toHaveLength(published.length));
      expect(valuesByKey(broadcast.seen.map(({ data }) => data))).toEqual(valuesByKey(published));
      expect(broadcast.gaps).toEqual([]);
    });

    it('publishes again what a service had not read when the streams were wiped, however old', async () => {
      const publisher = await bench.world.publisher({ tuning: { republish: 0 } });
      const first = await bench.world.worker();
      await publisher.publish({ key: 'a', value: 0 });
      await bench.world.untilEffects(1);
      const { dataSource } = await bench.world.lookAt('orders');
      await eventually(async () => {
        const rows = await dataSource.query<object[]>(`SELECT 1 FROM outbox_readers WHERE reader = 'billing' AND position = 1`);
        expect(rows).toHaveLength(1);
      });
      await bench.world.stop(first);
      await publisher.publish({ key: 'a', value: 1 }, { key: 'a', value: 2 });
      await bench.kind.wipe();
      await bench.world.worker();
      expect(valuesByKey(await bench.world.untilEffects(3))).toEqual({ a: [0, 1, 2] });
    });

    it('asks the owner for events that its stream no longer has', async () => {
      const publisher = await bench.world.publisher();
      const first = await bench.world.worker();
      await publisher.publish({ key: 'a', value: 0 });
      await bench.world.untilEffects(1);
      await bench.world.stop(first);
      await publisher.publish({ key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: 'a', value: 3 });
      const log = bench.kind.newLog({});
      await eventually(async () => expect((await log.writer().lastPositions('orders'))[shardOf('a')]).toBe(4));
      await log.writer().trim('orders', shardOf('a'), 3);
      const second = await bench.world.worker();
      expect(valuesByKey(await bench.world.untilEffects(4))).toEqual({ a: [0, 1, 2, 3] });
      expect(second.logger.has('warn', /missing/)).toBe(true);
    });

    it('says so, and goes on, when events are lost for good', async () => {
      const publisher = await bench.world.publisher();
      const first = await bench.world.worker();
      await publisher.publish({ key: 'a', value: 0 });
      await bench.world.untilEffects(1);
      await bench.world.stop(first);
      await publisher.publish({ key: 'a', value: 1 }, { key: 'a', value: 2 });
      const log = bench.kind.newLog({});
      await eventually(async () => expect((await log.writer().lastPositions('orders'))[shardOf('a')]).toBe(3));
      const { dataSource } = await bench.world.lookAt('orders');
      await dataSource.query('DELETE FROM outbox WHERE pub_seq = 2');
      await log.writer().trim('orders', shardOf('a'), 2);
      const second = await bench.world.worker();
      expect(valuesByKey(await bench.world.untilEffects(2))).toEqual({ a: [0, 2] });
      expect(second.logger.has('error', /lost/)).toBe(true);
    });

    it('trims what all services have read, and nothing that one has not', async () => {
      const publisher = await bench.world.publisher({ tuning: { keepOnStream: 0, keepInOutbox: 0 } });
      const worker = await bench.world.worker();
      const { dataSource } = await bench.world.lookAt('orders');
      const rows = async () => (await dataSource.query<object[]>('SELECT 1 FROM outbox')).length;
      await eventually(async () => {
        const readers = await dataSource.query<object[]>(`SELECT 1 FROM outbox_readers WHERE reader = 'billing'`);
        expect(readers).toHaveLength(16);
      });
      await publisher.publish(...orders(50, ['a']));
      await bench.world.untilEffects(50);
      await eventually(async () => expect(await rows()).toBe(0));
      await bench.world.stop(worker);
      await publisher.publish(...orders(50, ['a']));
      await eventually(async () => {
        const published = await dataSource.query<{ position: string }[]>(`SELECT position FROM outbox_readers WHERE reader = '(published)' AND shard = $1`, [
          shardOf('a'),
        ]);
        expect(published).toEqual([{ position: '100' }]);
      });
      expect(await rows()).toBe(50);
      await bench.world.worker();
      const effects = await bench.world.untilEffects(100);
      expect(effects).toHaveLength(100);
      await eventually(async () => expect(await rows()).toBe(0));
    });
  });
}

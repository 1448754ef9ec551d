import { eventually } from '@hallway/testing';

import { shardOf, streamName } from '../../shard';
import { valuesByKey } from '../bus-fixture';
import type { BusBench } from './bus-bench';

/** Events that a handler refuses, and what waits behind them. */
export function describePoison(bench: BusBench): void {
  describe('events that a handler refuses', () => {
    it('puts a poison event aside with what follows it, and goes on with other keys', async () => {
      const publisher = await bench.world.publisher();
      const worker = await bench.world.worker({
        handler: ({ key, value }) => {
          if (key === 'a' && value === 1) throw new Error('poison');
        },
      });
      const sameShard = keyBeside('a');
      await publisher.publish({ key: 'a', value: 0 }, { key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: sameShard, value: 0 });
      const effects = await bench.world.untilEffects(2);
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
      const publisher = await bench.world.publisher();
      const worker = await bench.world.worker({
        handler: ({ key }) => {
          if (key === 'a' && broken) throw new Error('poison');
        },
      });
      await publisher.publish({ key: 'a', value: 0 }, { key: 'a', value: 1 });
      await eventually(async () => expect(await worker.bus.deadLetters.list({ key: 'a' })).toHaveLength(2));
      const stream = streamName('orders', shardOf('a'));
      await expect(worker.bus.deadLetters.replay(stream, 'a')).rejects.toThrow('poison');
      broken = false;
      await expect(worker.bus.deadLetters.replay(stream, 'a')).resolves.toBe(2);
      await publisher.publish({ key: 'a', value: 2 });
      expect(valuesByKey(await bench.world.untilEffects(3))).toEqual({ a: [0, 1, 2] });
      expect(await worker.bus.deadLetters.list()).toEqual([]);
    });

    it('handles a key again once its last letter is dropped', async () => {
      const publisher = await bench.world.publisher();
      const worker = await bench.world.worker({
        handler: ({ value }) => {
          if (value === 0) throw new Error('poison');
        },
      });
      await publisher.publish({ key: 'a', value: 0 });
      const [letter] = await eventually(async () => {
        const letters = await worker.bus.deadLetters.list();
        expect(letters).toHaveLength(1);
        return letters;
      });
      await expect(worker.bus.deadLetters.drop(letter?.stream ?? '', letter?.pubSeq ?? 0)).resolves.toBe(true);
      await expect(worker.bus.deadLetters.drop(letter?.stream ?? '', letter?.pubSeq ?? 0)).resolves.toBe(false);
      await publisher.publish({ key: 'a', value: 1 });
      expect(valuesByKey(await bench.world.untilEffects(1))).toEqual({ a: [1] });
    });
  });
}

/** Another key of the same shard. */
function keyBeside(key: string): string {
  for (let index = 0; ; index += 1) {
    if (shardOf(`beside-${index}`) === shardOf(key)) return `beside-${index}`;
  }
}

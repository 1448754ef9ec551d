import type { WrittenEvent } from '../event-envelope';
import { FreshRows } from './fresh-rows';

function row(shard: number, pubSeq: number): WrittenEvent {
  return { shard, pubSeq, id: `${shard}-${pubSeq}`, type: 't', subject: 's', payload: '{}', createdAt: new Date(0) };
}

const positions = (rows: WrittenEvent[]) => rows.map(({ pubSeq }) => pubSeq);

describe('FreshRows', () => {
  it('gives the unbroken run from a position, whatever the order of arrival', () => {
    const fresh = new FreshRows();
    fresh.put([row(1, 4), row(1, 2), row(1, 3), row(1, 6), row(2, 5)]);
    expect(positions(fresh.run(1, 2, 10))).toEqual([2, 3, 4]);
    expect(positions(fresh.run(1, 2, 2))).toEqual([2, 3]);
    expect(fresh.run(1, 5, 10)).toEqual([]);
  });

  it('forgets what is on the stream', () => {
    const fresh = new FreshRows();
    fresh.put([row(1, 1), row(1, 2), row(1, 3)]);
    fresh.remove(1, 1, 2);
    fresh.removeBefore(1, 4);
    expect(fresh.size).toBe(0);
  });

  it('keeps no more than its limit', () => {
    const fresh = new FreshRows(2);
    fresh.put([row(1, 1), row(1, 2), row(1, 3)]);
    expect(positions(fresh.run(1, 1, 10))).toEqual([1, 2]);
  });

  it('keeps one copy of a row', () => {
    const fresh = new FreshRows();
    fresh.put([row(1, 1)]);
    fresh.put([row(1, 1)]);
    expect(fresh.size).toBe(1);
  });
});

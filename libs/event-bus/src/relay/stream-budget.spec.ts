import type { StreamSize } from '../event-log';
import { cutsFor } from './stream-budget';

/** A stream of so many entries of 10 bytes, which ends at 1,000. */
const stream = (entries: number): StreamSize => ({ first: 1_001 - entries, last: 1_000, bytes: entries * 10 });

describe('cutsFor', () => {
  it('leaves streams alone that fit', () => {
    expect(cutsFor([stream(60), stream(40)], 1_000)).toEqual([]);
  });

  it('cuts to three quarters of the budget, so that it need not cut again at once', () => {
    expect(cutsFor([stream(101)], 1_000)).toEqual([{ shard: 0, position: 925 }]);
  });

  it('takes from those that have more than the others', () => {
    expect(cutsFor([stream(500), stream(15), stream(40), stream(500)], 1_000)).toEqual([
      { shard: 0, position: 980 },
      { shard: 2, position: 980 },
      { shard: 3, position: 980 },
    ]);
  });

  it('leaves the newest entry, however large', () => {
    expect(cutsFor([{ first: 8, last: 9, bytes: 5_000 }], 1_000)).toEqual([{ shard: 0, position: 8 }]);
    expect(cutsFor([{ first: 9, last: 9, bytes: 5_000 }], 1_000)).toEqual([]);
  });
});

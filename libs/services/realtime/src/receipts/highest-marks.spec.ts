import { HighestMarks } from './highest-marks';

const mark = (userId: string, seq: number) => ({ userId, seq, at: '2026-01-01T00:00:00.000Z' });

describe('HighestMarks', () => {
  it('lets nothing go back, by whatever way and however late', () => {
    const marks = new HighestMarks(10);
    expect(marks.advance('c', [mark('ana', 4), mark('bo', 1)])).toEqual([mark('ana', 4), mark('bo', 1)]);
    expect(marks.advance('c', [mark('ana', 1), mark('ana', 4), mark('bo', 2)])).toEqual([mark('bo', 2)]);
    expect(marks.advance('d', [mark('ana', 1)])).toEqual([mark('ana', 1)]);
    expect(marks.advance('c', undefined)).toEqual([]);
  });

  it('forgets the conversations of which nothing was told for longest', () => {
    const marks = new HighestMarks(2);
    for (const [id, seq] of [
      ['a', 1],
      ['b', 1],
      ['a', 3],
      ['c', 1],
    ] as const)
      marks.advance(id, [mark('ana', seq)]);
    expect(marks.advance('a', [mark('ana', 2)])).toEqual([]);
    expect(marks.advance('b', [mark('ana', 1)])).toEqual([mark('ana', 1)]);
  });
});

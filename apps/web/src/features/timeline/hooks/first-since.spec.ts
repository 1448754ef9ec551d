import { firstSince } from './first-since';

describe('firstSince', () => {
  it.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [500, 50],
    [501, 51],
    [5_000, 100],
  ])('finds since %i number %i', async (since, seq) => {
    expect(await firstSince(since, 100, async (n) => n * 10)).toBe(seq);
  });

  it('asks few times', async () => {
    const timeOf = jest.fn(async (n: number) => n);
    await firstSince(77_777, 100_000, timeOf);
    expect(timeOf.mock.calls.length).toBeLessThanOrEqual(17);
  });
});

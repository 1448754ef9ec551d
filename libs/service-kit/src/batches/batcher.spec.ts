import { Batcher } from './batcher';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Batcher', () => {
  it('sends the first at once and the rest together, in order, within the limit', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>({
      take: () => 3,
      handle: async (items) => {
        batches.push(items);
        await turn();
        return items.map((item) => item * 10);
      },
    });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect(answers).toEqual([10, 20, 30, 40, 50]);
  });

  it('fails a batch without harm to the next', async () => {
    const batcher = new Batcher<string, string>({
      take: () => 10,
      handle: async (items) => {
        await turn();
        if (items.includes('bad')) throw new Error('no');
        return items;
      },
    });
    const first = batcher.add('bad');
    const second = batcher.add('good');
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('good');
  });

  it('waits for what comes along, takes what fits, and is idle when all is answered', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number, number>({
      take: (waiting) => waiting.findIndex((item) => item > 10),
      handle: (items) => {
        batches.push(items);
        return Promise.resolve(items);
      },
      gather: turn,
    });
    const answers = Promise.all([1, 2, 30, 4].map((item) => batcher.add(item)));
    expect(batches).toEqual([]);
    await batcher.idle();
    expect(batches).toEqual([[1, 2], [30], [4]]);
    expect(await answers).toEqual([1, 2, 30, 4]);
    await batcher.idle();
  });
});

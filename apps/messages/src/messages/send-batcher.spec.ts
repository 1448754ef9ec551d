import { SendBatcher } from './send-batcher';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SendBatcher', () => {
  it('sends the first at once and the rest together, in order, within the limit', async () => {
    const batches: number[][] = [];
    const batcher = new SendBatcher<number, number>(3, async (items) => {
      batches.push(items);
      await turn();
      return items.map((item) => item * 10);
    });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect(answers).toEqual([10, 20, 30, 40, 50]);
  });

  it('fails a batch without harm to the next', async () => {
    const batcher = new SendBatcher<string, string>(10, async (items) => {
      await turn();
      if (items.includes('bad')) throw new Error('no');
      return items;
    });
    const first = batcher.add('bad');
    const second = batcher.add('good');
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('good');
  });
});

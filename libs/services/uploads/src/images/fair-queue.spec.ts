import { FairQueue, QueueFull } from './fair-queue';

/** A queue whose work takes as long as a test says, and what has begun. */
function open(bounds: Partial<ConstructorParameters<typeof FairQueue>[0]> = {}) {
  let clock = 0;
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const queue = new FairQueue({ atOnce: 1, perOwner: 10, total: 100, ...bounds }, () => clock);
  const add = (name: string) =>
    queue.run(name.charAt(0), () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  const end = async (afterMs: number) => {
    clock += afterMs;
    ends.shift()?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { add, end, begun, pass: (ms: number) => (clock += ms) };
}

describe('FairQueue', () => {
  it('lets the owner who used less go before those who came earlier', async () => {
    const { add, end, begun } = open();
    const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map(add);
    await end(3_000);
    await end(10);
    await end(20);
    await end(10);
    await end(3_000);
    await end(3_000);
    expect(begun).toEqual(['a1', 'b1', 'c1', 'b2', 'a2', 'a3']);
    expect(await Promise.all(all)).toHaveLength(6);
  });

  it('keeps the order of one owner, and forgets what was long ago', async () => {
    const { add, end, begun, pass } = open();
    void add('a1');
    await end(5_000);
    pass(3_600_000);
    for (const name of ['c1', 'a2', 'b1', 'a3']) void add(name);
    for (let i = 0; i < 4; i++) await end(1);
    expect(begun).toEqual(['a1', 'c1', 'a2', 'b1', 'a3']);
  });

  it('refuses who fills it, not the others', async () => {
    const { add } = open({ perOwner: 2, total: 3 });
    const [, , , surplus] = ['a1', 'a2', 'a3', 'a4'].map((name) => add(name).catch((error: unknown) => error));
    expect(await surplus).toBeInstanceOf(QueueFull);
    const b1 = add('b1');
    const c1 = add('c1').then(
      () => 'ran',
      () => 'refused',
    );
    // Room for the third owner was made by the one with the most.
    const all = await Promise.race([b1.then(() => 'ran'), c1, Promise.resolve('waits')]);
    expect(all).toBe('waits');
  });

  it('goes on after work that fails', async () => {
    const queue = new FairQueue({ atOnce: 1, perOwner: 1, total: 1 });
    await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run('a', () => Promise.resolve('well'))).toBe('well');
  });
});

import { MarkCoalescer } from './mark-coalescer';

describe('mark coalescer', () => {
  const recorded = () => {
    const calls: number[] = [];
    return { calls, forward: (seq: number) => (calls.push(seq), Promise.resolve(`at ${seq}`)) };
  };

  it('forwards the first at once and the rest as one, the highest', async () => {
    const { calls, forward } = recorded();
    const marks = new MarkCoalescer<string>(5);
    const answers = await Promise.all([1, 5, 3].map((seq) => marks.mark('a', seq, forward)));
    expect(answers).toEqual(['at 1', 'at 5', 'at 5']);
    expect(calls).toEqual([1, 5]);
  });

  it('keeps keys apart', async () => {
    const { calls, forward } = recorded();
    const marks = new MarkCoalescer<string>(5);
    await Promise.all([marks.mark('a', 1, forward), marks.mark('b', 2, forward)]);
    expect(calls).toEqual([1, 2]);
  });

  it('gives everyone in a round its failure, and goes on', async () => {
    const marks = new MarkCoalescer<string>(1);
    const fail = () => Promise.reject(new Error('away'));
    const answers = await Promise.allSettled([marks.mark('a', 1, fail), marks.mark('a', 2, fail), marks.mark('a', 3, fail)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(marks.mark('a', 4, recorded().forward)).resolves.toBe('at 4');
  });
});

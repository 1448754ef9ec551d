import { eventually } from './eventually';

describe('eventually', () => {
  it('answers what the first successful try answers', async () => {
    let tries = 0;
    const answer = await eventually(() => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return tries;
    });
    expect(answer).toBe(3);
  });

  it('repeats a check that answers false', async () => {
    let tries = 0;
    await eventually(() => (tries += 1) > 2);
    expect(tries).toBe(3);
  });

  it('throws the last failure when the time is over', async () => {
    const never = eventually(() => Promise.reject(new Error('still wrong')), { timeoutMs: 30, everyMs: 5 });
    await expect(never).rejects.toThrow('still wrong');
  });

  it('says so when a condition stays false', async () => {
    await expect(eventually(() => false, { timeoutMs: 10, everyMs: 2 })).rejects.toThrow('within 10 ms');
  });
});

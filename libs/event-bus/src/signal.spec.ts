import { Signal } from './signal';

describe('Bell', () => {
  it('wakes who waits', async () => {
    const wakeUp = new Signal();
    const waiting = wakeUp.wait(60_000);
    wakeUp.notify();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('remembers a ring for the next wait, once', async () => {
    const wakeUp = new Signal();
    wakeUp.notify();
    await wakeUp.wait(60_000);
    const started = performance.now();
    await wakeUp.wait(15);
    expect(performance.now() - started).toBeGreaterThan(10);
  });
});

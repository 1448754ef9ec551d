import { Bell } from './bell';

describe('Bell', () => {
  it('wakes who waits', async () => {
    const bell = new Bell();
    const waiting = bell.wait(60_000);
    bell.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('remembers a ring for the next wait, once', async () => {
    const bell = new Bell();
    bell.ring();
    await bell.wait(60_000);
    const started = performance.now();
    await bell.wait(15);
    expect(performance.now() - started).toBeGreaterThan(10);
  });
});

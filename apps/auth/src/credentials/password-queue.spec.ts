import { setImmediate as turn } from 'node:timers/promises';
import { PasswordQueue } from './password-queue';

/** Work that ends when told. */
function heldWork() {
  const releases: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => releases.push(resolve));
  return { work, releases };
}

describe('PasswordQueue', () => {
  it('runs no more than its places at once and the rest in order', async () => {
    const queue = new PasswordQueue(2, 10);
    const { work, releases } = heldWork();
    const all = [1, 2, 3].map(() => queue.run(work));
    await turn();
    expect(releases).toHaveLength(2);
    releases[0]?.();
    await all[0];
    await turn();
    expect(releases).toHaveLength(3);
    releases.forEach((release) => release());
    await Promise.all(all);
  });

  it('answers unavailable when too many wait', async () => {
    const queue = new PasswordQueue(1, 1);
    const { work, releases } = heldWork();
    const running = queue.run(work);
    const waiting = queue.run(work);
    await expect(queue.run(work)).rejects.toMatchObject({ code: 'unavailable' });
    releases[0]?.();
    await running;
    await turn();
    releases[1]?.();
    await waiting;
  });

  it('gives the place on after a failure', async () => {
    const queue = new PasswordQueue(1, 1);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(queue.run(() => Promise.resolve(7))).resolves.toBe(7);
  });
});

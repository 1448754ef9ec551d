import { settled } from '../../test/fake-clock.ts';
import { FakeLocks } from '../../test/outbox-bench.ts';
import { takeSenderRole } from './sender-role.ts';

describe('takeSenderRole', () => {
  it('is granted at once to one who is alone, or where there are no locks', () => {
    const granted = jest.fn();
    takeSenderRole(null, new FakeLocks(), granted);
    takeSenderRole('outbox', undefined, granted);
    expect(granted).toHaveBeenCalledTimes(2);
  });

  it('goes from one to the next in line', async () => {
    const locks = new FakeLocks();
    const granted: string[] = [];
    const [dropA, dropB] = ['a', 'b'].map((name) => takeSenderRole('outbox', locks, () => granted.push(name)));
    await settled();
    expect(granted).toEqual(['a']);
    dropA?.();
    await settled();
    expect(granted).toEqual(['a', 'b']);
    dropB?.();
  });

  it('passes over one who has left before its turn', async () => {
    const locks = new FakeLocks();
    const granted: string[] = [];
    const [dropA, dropB, dropC] = ['a', 'b', 'c'].map((name) => takeSenderRole('outbox', locks, () => granted.push(name)));
    await settled();
    dropB?.();
    dropA?.();
    await settled();
    expect(granted).toEqual(['a', 'c']);
    dropC?.();
  });
});

import { seal, unseal } from './sealed-box';

describe('sealed box', () => {
  const plain = Buffer.from('private');

  it('opens with the same secret', () => {
    expect(unseal(seal(plain, 'secret'), 'secret')).toEqual(plain);
  });

  it('does not open with another secret or changed bytes', () => {
    const box = seal(plain, 'secret');
    expect(() => unseal(box, 'other')).toThrow();
    const changed = Buffer.from(box);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
    expect(() => unseal(changed, 'secret')).toThrow();
  });
});

import { MarkupCache } from './markup-cache.ts';

describe('MarkupCache', () => {
  it('gives the same tree for the same version, and a new one after an edit', () => {
    const cache = new MarkupCache();
    const first = cache.get('m1', 1, 'one');
    expect(cache.get('m1', 1, 'one')).toBe(first);
    expect(cache.get('m1', 2, 'two')).not.toBe(first);
  });

  it('forgets the tree that was used longest ago', () => {
    const cache = new MarkupCache(2);
    const first = cache.get('m1', 1, 'one');
    const second = cache.get('m2', 1, 'two');
    cache.get('m1', 1, 'one');
    cache.get('m3', 1, 'three');
    expect(cache.size).toBe(2);
    expect(cache.get('m1', 1, 'one')).toBe(first);
    expect(cache.get('m2', 1, 'two')).not.toBe(second);
  });
});

import { RecentKeys } from './recent-keys';

describe('RecentKeys', () => {
  it('forgets after a while', () => {
    let now = 0;
    const asked = new RecentKeys(100, 10, () => now);
    asked.add('a');
    expect(asked.has('a')).toBe(true);
    now = 100;
    expect(asked.has('a')).toBe(false);
  });

  it('keeps no more than its limit, the latest', () => {
    const asked = new RecentKeys(100, 2, () => 0);
    for (const key of ['a', 'b', 'c']) asked.add(key);
    expect(['a', 'b', 'c'].map((key) => asked.has(key))).toEqual([false, true, true]);
  });
});

import { catalogue, smoke, smokeLab } from '../faults/catalogue';
import { isEnough } from './lab-needs';

describe('a shared lab', () => {
  it('is enough for a fault that needs nothing, or only what it has', () => {
    expect(isEnough({ failpoint: 'stall', proxied: ['clients', 'redis'] }, {})).toBe(true);
    expect(isEnough({ failpoint: 'stall', proxied: ['clients', 'redis'] }, { failpoint: 'stall', proxied: ['redis'] })).toBe(true);
  });

  it.each([
    { proxied: ['redis' as const] },
    { failpoint: 'stall' },
    { replicas: { auth: 2 } },
    { redis: 'sentinel' as const },
    { between: { from: 'realtime', to: 'messages' } },
  ])('is not enough for %j, which it does not have', (needs) => expect(isEnough({ proxied: ['clients'] }, needs)).toBe(false));

  it.each([
    ['separate' as const, ['F13']],
    ['one' as const, ['F13', 'F43']],
  ])('serves the smoke set of %s but for sentinels and a limit of memory', (mode, others) => {
    const all = catalogue.filter(({ id }) => smoke[mode].includes(id));
    expect(all.filter(({ form = mode }) => form !== mode)).toEqual([]);
    expect(all).toHaveLength(smoke[mode].length);
    expect(all.filter(({ needs = {} }) => !isEnough(smokeLab, needs)).map(({ id }) => id)).toEqual(others);
  });
});

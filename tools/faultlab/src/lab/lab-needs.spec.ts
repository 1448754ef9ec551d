import { catalogue, smoke, smokeLab } from '../faults/catalogue';
import { isEnough } from './lab-needs';

describe('a shared lab', () => {
  it('is enough for a fault that needs nothing, or only what it has', () => {
    expect(isEnough({ failpoint: 'stall', proxied: ['clients', 'redis'] }, {})).toBe(true);
    expect(isEnough({ failpoint: 'stall', proxied: ['clients', 'redis'] }, { failpoint: 'stall', proxied: ['redis'] })).toBe(true);
  });

  it.each([{ proxied: ['redis' as const] }, { failpoint: 'stall' }, { replicas: { auth: 2 } }, { redis: 'sentinel' as const }, { between: { from: 'realtime', to: 'messages' } }])(
    'is not enough for %j, which it does not have',
    (needs) => expect(isEnough({ proxied: ['clients'] }, needs)).toBe(false),
  );

  it('serves the smoke set but for the sentinels', () => {
    const own = catalogue.filter(({ id, needs = {} }) => smoke.includes(id) && !isEnough(smokeLab, needs));
    expect(own.map(({ id }) => id)).toEqual(['F13']);
  });
});

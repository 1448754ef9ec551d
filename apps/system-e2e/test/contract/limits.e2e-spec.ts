import type { ApiUser } from './api-user';
import { RunningHallway } from './running-hallway';
import { expectProblem } from './shapes';

/** As it is by default, but for the limit of signed-in callers, which would take long to reach. */
const limited = { GATEWAY_READ_LIMIT: '40', AUTH_BCRYPT_COST: '10' };

describe('rate limits (contract §1, §2)', () => {
  const hallway = new RunningHallway(limited);
  let ana: ApiUser;
  beforeAll(async () => {
    await hallway.start();
    ana = await hallway.person('ana');
  }, 180_000);
  afterAll(() => hallway.stop());

  it('lets exactly 100 anonymous requests of one address pass in 15 minutes, and answers 429 to the 101st', async () => {
    const anonymous = hallway.caller();
    // Registering Ana was the first; wrong input counts too.
    for (let i = 2; i <= 100; i++) expect((await anonymous.post(i % 2 ? '/auth/refresh' : '/auth/login', {})).status).not.toBe(429);
    for (const path of ['/auth/login', '/auth/refresh', '/auth/register']) {
      const refused = await anonymous.post(path, {});
      expectProblem(refused, 429, 'rate-limited');
      const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => Number(refused.headers.get(`ratelimit-${name}`)));
      expect([limit, remaining]).toEqual([100, 0]);
      expect(reset).toBeGreaterThan(0);
      expect(reset).toBeLessThanOrEqual(900);
      expect(refused.headers.get('retry-after')).toBe(String(reset));
    }
  });

  it('is no way around it to claim another address', async () => {
    for (const headers of [{ 'x-forwarded-for': '6.6.6.6' }, { 'x-real-ip': '6.6.6.6' }, { forwarded: 'for=6.6.6.6' }] as Record<string, string>[]) {
      expectProblem(await hallway.caller().call('POST', '/auth/login', { json: {}, headers }), 429, 'rate-limited');
    }
  });

  it('leaves the signed-in alone, who have limits of their own', async () => {
    for (let i = 1; i <= 40; i++) expect((await ana.get('/users/me')).status).toBe(200);
    const refused = await ana.get('/users/me');
    expectProblem(refused, 429, 'rate-limited');
    expect(refused.headers.get('ratelimit-limit')).toBe('40');
    expect((await ana.patch('/users/me', { statusText: 'writing goes on' })).status).toBe(200);
    expect((await hallway.caller().get('/.well-known/jwks.json')).status).toBe(200);
  });

  it('answers a socket that sends too fast with a problem', async () => {
    const live = await ana.live();
    const acks = await Promise.all(Array.from({ length: 100 }, () => live.ask('presence:watch', { userIds: [] })));
    const refused = acks.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    for (const { error } of refused) expect(error).toMatchObject({ status: 429, code: 'rate-limited' });
  });
});

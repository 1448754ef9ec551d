import { serviceHeader, ServiceTokens } from '@hallway/service-kit/auth';

import { type AuthUnderTest, startAuth } from './auth-service';

describe('limits of exchanges', () => {
  let auth: AuthUnderTest;
  beforeAll(async () => {
    auth = await startAuth({ GATEWAY_ANONYMOUS_LIMIT: 10, AUTH_SESSIONS_PER_PERSON: 3 });
  });
  afterAll(() => auth?.stop());

  const exchange = (address: string, refreshToken?: string) =>
    auth.call('POST', '/auth/refresh', {
      body: { refreshToken, tokenTransport: 'body' },
      headers: { [serviceHeader]: auth.service.app.get(ServiceTokens).for('auth'), 'x-forwarded-for': address },
    });

  it('counts those without a live session for their address, however many come at once', async () => {
    const ended = await auth.person();
    await auth.call('POST', '/auth/logout', { token: ended.accessToken });
    const tokens = [undefined, 'x'.repeat(43), ended.refreshToken];
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => exchange('198.51.100.1', tokens[i % 3])));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused).toMatchObject({ body: { code: 'rate-limited' } });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await exchange('198.51.100.2')).status).toBe(401);
  });

  it('never counts a live session for the address, nor refuses it there', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => auth.person()));
    for (let round = 0; round < 4; round++) {
      for (const person of people) {
        const answer = await exchange('198.51.100.3', person.refreshToken);
        expect(answer.status).toBe(200);
        person.refreshToken = answer.body.refreshToken;
      }
    }
    for (let i = 0; i < 11; i++) await exchange('198.51.100.3');
    expect((await exchange('198.51.100.3')).status).toBe(429);
    expect((await exchange('198.51.100.3', people[0]?.refreshToken)).status).toBe(200);
  });

  it('keeps a bounded number of sessions: a new sign-in ends the one unused for longest', async () => {
    const person = await auth.person();
    const login = () => auth.call('POST', '/auth/login', { body: { login: person.username, password: person.password, tokenTransport: 'body' } });
    const [second] = [await login(), await login()];
    await exchange('198.51.100.4', person.refreshToken);
    const newest = await login();
    const { items } = (await auth.call('GET', '/auth/sessions', { token: newest.body.accessToken })).body;
    expect(items).toHaveLength(3);
    expect(await exchange('198.51.100.4', second?.body.refreshToken)).toMatchObject({ status: 401, body: { code: 'session-revoked' } });
    await Promise.all(Array.from({ length: 6 }, login));
    const last = await login();
    expect((await auth.call('GET', '/auth/sessions', { token: last.body.accessToken })).body.items).toHaveLength(3);
  });
});

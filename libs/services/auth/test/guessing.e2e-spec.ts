import { serviceHeader, ServiceTokens } from '@hallway/service-kit/auth';
import { eventually } from '@hallway/testing';

import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';

const wrong = 'certainly not it';

/** Once with Redis and once without: what guards passwords is never off. */
describe.each([
  ['with Redis', {}],
  ['while Redis is away, and all other limits are off', { REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMITS: 'off' }],
])('guessing passwords %s', (_name, settings) => {
  let auth: AuthUnderTest;
  let victim: TestUser;
  beforeAll(async () => {
    auth = await startAuth(settings);
  });
  afterAll(() => auth?.stop());
  beforeEach(async () => {
    victim = await auth.person();
  });

  let hosts = 0;
  const newAddress = () => `198.51.${(hosts >> 8) % 100}.${hosts++ % 256}`;
  /** As the gateway passes on what came from `address`. */
  const from = (address: string, more: Record<string, string> = {}) => ({
    [serviceHeader]: auth.service.app.get(ServiceTokens).for('auth'),
    'x-forwarded-for': address,
    ...more,
  });
  const login = (login: string, password: string, address: string, more?: Record<string, string>) =>
    auth.call('POST', '/auth/login', { body: { login, password, tokenTransport: 'body' }, headers: from(address, more) });
  const statuses = async (answers: Promise<{ status: number }>[]) => (await Promise.all(answers)).map(({ status }) => status);
  /** How many were tried before one was refused. */
  const tried = (all: number[]) => (all.includes(429) ? all.indexOf(429) : all.length);
  const inTurn = async (count: number, guess: (i: number) => Promise<{ status: number }>) => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await guess(i)).status);
    return all;
  };

  it('tries no more than five of sixty guesses that come at once', async () => {
    const address = newAddress();
    const all = await statuses(Array.from({ length: 60 }, () => login(victim.username, wrong, address)));
    expect(all.filter((status) => status === 401)).toHaveLength(5);
    expect(all.filter((status) => status === 429)).toHaveLength(55);
  });

  it('counts a name, an e-mail and any letter case of them as the one account that they mean', async () => {
    const address = newAddress();
    const names = [victim.username, victim.email, victim.username.toUpperCase(), victim.email.toUpperCase()];
    expect(tried(await inTurn(8, (i) => login(names[i % names.length] ?? '', wrong, address)))).toBe(5);
  });

  it('is not reset by a login of a second account that names the same e-mail', async () => {
    const second = await auth.person({ email: victim.email });
    const address = newAddress();
    const all: number[] = [];
    for (let round = 0; round < 2; round++) {
      all.push(...(await inTurn(4, () => login(victim.email, wrong, address))));
      expect((await login(victim.email, second.password, address)).status).toBe(200);
    }
    // The login of the second account was a wrong one for the first: the fifth.
    expect(tried(all)).toBe(4);
    expect((await login(victim.username, victim.password, newAddress())).status).toBe(200);
  });

  it.each([
    ['of one IPv6 network', (i: number) => `2001:db8:${hosts}:1:${i + 1}::${i + 1}`],
    ['written in several ways', (i: number) => [`2001:db8:${hosts}:0::9`, `2001:0DB8:${hosts}:0:1:2:3:4`, `2001:db8:${hosts}::1`][i % 3] ?? ''],
    ['of IPv4 written as IPv6', (i: number) => [`203.0.113.${hosts % 256}`, `::ffff:203.0.113.${hosts % 256}`][i % 2] ?? ''],
  ])('counts addresses %s as one', async (_addresses, address) => {
    hosts += 1;
    expect(tried(await inTurn(8, (i) => login(victim.username, wrong, address(i))))).toBe(5);
  });

  it('makes strangers wait longer and longer when an account is guessed at from many addresses', async () => {
    const all: { status: number; headers: Headers }[] = [];
    for (let i = 0; i < 26; i++) all.push(await login(victim.username, wrong, newAddress()));
    expect(tried(all.map(({ status }) => status))).toBeLessThanOrEqual(21);
    const stranger = await login(victim.username, victim.password, newAddress());
    expect(stranger).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    const wait = Number(stranger.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    // No user is locked out for good, and not at all where the account is known.
    await eventually(async () => expect((await login(victim.username, victim.password, newAddress())).status).toBe(200), { timeoutMs: 20_000 });
  }, 60_000);

  it('lets a known device in from anywhere while strangers must wait, with few tries of its own', async () => {
    const home = newAddress();
    const known = await auth.call('POST', '/auth/login', { body: { login: victim.username, password: victim.password }, headers: from(home) });
    const cookie = /^hallway_refresh=[^;]*/.exec(known.headers.get('set-cookie') ?? '')?.[0] ?? '';
    for (let i = 0; i < 26; i++) await login(victim.username, wrong, newAddress());
    expect((await login(victim.username, victim.password, newAddress())).status).toBe(429);
    expect((await login(victim.username, victim.password, home)).status).toBe(200);
    expect((await login(victim.username, victim.password, newAddress(), { cookie })).status).toBe(200);
    expect(tried(await inTurn(8, () => login(victim.username, wrong, newAddress(), { cookie })))).toBe(5);
    const thief = await auth.person();
    const other = { cookie: `hallway_refresh=${thief.refreshToken}` };
    expect(tried(await inTurn(4, () => login(victim.username, wrong, newAddress(), other)))).toBe(0);
  });

  it('keeps no device of the victim out when others guess behind the same address', async () => {
    const office = newAddress();
    const own = await auth.call('POST', '/auth/login', { body: { login: victim.username, password: victim.password }, headers: from(office) });
    const cookie = /^hallway_refresh=[^;]*/.exec(own.headers.get('set-cookie') ?? '')?.[0] ?? '';
    expect(tried(await inTurn(8, () => login(victim.username, wrong, office)))).toBe(5);
    expect((await login(victim.username, victim.password, office, { cookie })).status).toBe(200);
  });

  it('answers alike, and makes wait alike, for accounts that do not exist', async () => {
    for (const [real, unknown] of [
      [victim.username, 'nobody.at.all'],
      [victim.email, 'nobody@example.org'],
    ] as const) {
      const answers = async (name: string, host: string) => {
        const all = [];
        for (let i = 0; i < 7; i++) {
          const { status, body } = await login(name, wrong, host);
          const { traceId: _id, detail: _seconds, ...rest } = body as Record<string, unknown>;
          all.push({ status, ...rest });
        }
        return all;
      };
      expect(await answers(unknown, newAddress())).toEqual(await answers(real, newAddress()));
    }
  });

  it('tries no more than five of thirty current passwords at once when one is changed', async () => {
    const change = (currentPassword: string) =>
      auth.call('POST', '/auth/password', { token: victim.accessToken, body: { currentPassword, newPassword: 'a new long one' } });
    const all = await statuses(Array.from({ length: 30 }, () => change(wrong)));
    expect(all.filter((status) => status === 403)).toHaveLength(5);
    expect((await change(victim.password)).status).toBe(429);
  });

  it('forgets the failures of an account when its owner signs in', async () => {
    const address = newAddress();
    for (let round = 0; round < 3; round++) {
      expect(await inTurn(4, () => login(victim.username, wrong, address))).toEqual([401, 401, 401, 401]);
      expect((await login(victim.username, victim.password, address)).status).toBe(200);
    }
  });
});

import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import pg from 'pg';

import { type AuthUnderTest, startAuth } from './auth-service';
import { onDatabase } from './owner-query';

describe('signing in', () => {
  let auth: AuthUnderTest;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth?.stop());

  const login = (login: string, password: string) => auth.call('POST', '/auth/login', { body: { login, password, tokenTransport: 'body' } });

  it('registers and gives tokens, with the refresh token only in a guarded cookie', async () => {
    const answer = await auth.call('POST', '/auth/register', {
      body: { username: 'Ana.Lima', email: 'Ana@Example.org', password: 'a long password', displayName: 'Ana' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      expiresIn: 600,
      user: { username: 'ana.lima', email: 'ana@example.org', displayName: 'Ana', avatarUrl: null, statusText: '' },
    });
    expect(answer.body).not.toHaveProperty('refreshToken');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^hallway_refresh=[\w-]{43}; /);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/api\/v1\/auth(;|$)/);
  });

  it('takes username or e-mail in any letter case', async () => {
    const person = await auth.person();
    expect((await login(person.username.toUpperCase(), person.password)).status).toBe(200);
    expect((await login(person.email.toUpperCase(), person.password)).status).toBe(200);
  });

  it('answers 409 for a taken username, whatever its letter case', async () => {
    const person = await auth.person();
    const again = await auth.call('POST', '/auth/register', {
      body: { username: person.username.toUpperCase(), email: 'new@example.org', password: 'a long password' },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'username-taken' } });
  });

  it('answers alike for a known and an unknown e-mail, and leaves the address with its first owner', async () => {
    const owner = await auth.person();
    const second = await auth.call('POST', '/auth/register', {
      body: { username: 'second.one', email: owner.email, password: 'another long password', tokenTransport: 'body' },
    });
    expect(second.status).toBe(201);
    expect((await login(owner.email, owner.password)).body).toMatchObject({ user: { id: owner.id } });
    expect((await login(owner.email, 'another long password')).status).toBe(200);
  });

  it('lets one of two simultaneous registrations of a username win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        auth.call('POST', '/auth/register', { body: { username: 'racer', email: `racer${i}@example.org`, password: 'a long password' } }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('says the same for a wrong password and an unknown account', async () => {
    const person = await auth.person();
    const wrong = await login(person.username, 'not the password');
    const unknown = await login('nobody-here', 'not the password');
    expect(wrong.status).toBe(401);
    const { traceId: _one, ...first } = wrong.body as Record<string, unknown>;
    const { traceId: _two, ...second } = unknown.body as Record<string, unknown>;
    expect(second).toEqual(first);
  });

  it('makes one wait after five failures, for that account and address only', async () => {
    const [victim, other] = [await auth.person(), await auth.person()];
    for (let i = 0; i < 5; i++) expect((await login(victim.username, `wrong ${i}`)).status).toBe(401);
    const blocked = await login(victim.username, victim.password);
    expect(blocked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(['limit', 'remaining', 'reset'].map((name) => blocked.headers.get(`ratelimit-${name}`))).toEqual(['5', '0', blocked.headers.get('retry-after')]);
    expect((await login(other.username, other.password)).status).toBe(200);
  });

  it('tells passwords apart that are equal in their first 72 bytes', async () => {
    const start = 'x7'.repeat(40);
    const person = await auth.person({ password: `${start} one` });
    expect((await login(person.username, `${start} two`)).status).toBe(401);
    expect((await login(person.username, `${start} one`)).status).toBe(200);
  });

  it('knows a password again however its accents are sent, and one that was hashed as it was typed', async () => {
    for (const [registered, typed] of [
      ['Größe Äpfel 한국어', 'NFD'],
      ['Größe Äpfel 한국어'.normalize('NFD'), 'NFC'],
    ] as const) {
      const person = await auth.person({ password: registered });
      expect((await login(person.username, registered.normalize(typed))).status).toBe(200);
      expect((await login(person.username, registered)).status).toBe(200);
    }
    const long = await auth.person({ password: '한국어로'.repeat(32) });
    expect((await login(long.username, long.password.normalize('NFD'))).status).toBe(200);
    const old = 'Größe Äpfel'.normalize('NFD');
    const before = await auth.person();
    const pepper = createHmac('sha384', 'p'.repeat(32)).update(old, 'utf8').digest('base64');
    await onDatabase(auth, `UPDATE auth.credentials SET password_hash = '${await bcrypt.hash(pepper, 10)}' WHERE user_id = '${before.id}'`);
    expect((await login(before.username, old)).status).toBe(200);
  });

  it('refuses a new password that is the own name when it is changed', async () => {
    const person = await auth.person();
    const change = (newPassword: string) =>
      auth.call('POST', '/auth/password', { token: person.accessToken, body: { currentPassword: person.password, newPassword } });
    for (const password of [`${person.username}1`, person.email])
      expect(await change(password)).toMatchObject({ status: 400, body: { code: 'password-too-common', errors: [{ path: 'newPassword' }] } });
  });

  it('keeps accounts whose names are refused today', async () => {
    const person = await auth.person();
    await onDatabase(auth, `UPDATE auth.users SET username = 'admin.' WHERE id = '${person.id}'`);
    expect((await login('admin.', person.password)).status).toBe(200);
    expect((await auth.call('PATCH', '/users/me', { token: person.accessToken, body: { statusText: 'still here' } })).status).toBe(200);
  });

  it.each<[object, string]>([
    [{ username: 'ab' }, 'username'],
    [{ username: 'no spaces' }, 'username'],
    [{ email: 'nowhere' }, 'email'],
    [{ password: 'short' }, 'password'],
    [{ password: 'x'.repeat(129) }, 'password'],
    [{ password: 'password' }, 'password'],
    [{ password: 'Passw0rd!' }, 'password'],
    [{ username: 'fresh.name', password: 'Fresh.Name1' }, 'password'],
    [{ email: 'fresh@example.org', password: 'fresh@example.org' }, 'password'],
    ...['admin', 'System', 'all', 'h.e.r.e', 'everyone', 'hallway', 'r00t', 'supp0rt', 'm0derator', 'adm1n', '4dm1n'].map((username): [object, string] => [
      { username },
      'username',
    ]),
    [{ username: 'pat.' }, 'username'],
    [{ username: 'dash-' }, 'username'],
    [{ displayName: 'a\u0000b' }, 'displayName'],
    [{ admin: true }, 'admin'],
    [{ tokenTransport: 'smoke' }, 'tokenTransport'],
  ])('refuses %j', async (wrong, path) => {
    const body = { username: 'fresh.name', email: 'fresh@example.org', password: 'a long password', ...wrong };
    const answer = await auth.call('POST', '/auth/register', { body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path })]) });
  });

  it('stores neither passwords nor refresh tokens in clear', async () => {
    const person = await auth.person();
    const client = new pg.Client({ connectionString: auth.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query(`SELECT password_hash FROM auth.credentials WHERE user_id = $1`, [person.id]);
    const tokens = await client.query(`SELECT 1 FROM auth.refresh_tokens WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, [person.refreshToken]);
    await client.end();
    expect(rows[0].password_hash).toMatch(/^\$2b\$10\$/);
    expect(tokens.rowCount).toBe(0);
  });
});

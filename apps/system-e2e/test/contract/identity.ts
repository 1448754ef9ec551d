import { createPublicKey, verify } from 'node:crypto';
import pg from 'pg';

import { eventually } from '@hallway/testing';

import { type Answer, type ApiCaller, type ApiUser, claimsOf } from './api-user';
import { anAccount, aProfile, aSession, expectProblem, faultsOf, text, uuidV7 } from './shapes';
import { hallway } from './shared-hallway';

/** The refresh cookie that an answer sets: its name with value, and its attributes. */
function refreshCookieOf({ headers }: Answer): { pair: string; attributes: string[] } {
  const [cookie = ''] = headers.getSetCookie();
  const [pair = '', ...attributes] = cookie.split('; ');
  return { pair, attributes };
}

/** Lets 30 seconds pass since the exchanges of a session. */
async function exchangedLongAgo(sessionId: string): Promise<void> {
  const client = new pg.Client({ connectionString: hallway.running.stack.stores.databaseUrls.auth });
  await client.connect();
  await client.query(`UPDATE refresh_tokens SET used_at = used_at - interval '31 seconds' WHERE session_id = $1`, [sessionId]);
  await client.end();
}

const tokens = (more: object = {}) => ({ accessToken: text, expiresIn: 600, user: anAccount(), ...more });

describe('identity (contract §2)', () => {
  let anonymous: ApiCaller;
  let ana: ApiUser;
  beforeAll(async () => {
    anonymous = hallway.caller();
    ana = await hallway.person('ana');
  });

  const login = (login: string, password: string, more: object = {}) => anonymous.post('/auth/login', { login, password, ...more });

  describe('register', () => {
    it('answers 201 with tokens, the refresh token in a guarded cookie only', async () => {
      const account = hallway.newAccount();
      const answer = await anonymous.post('/auth/register', account);
      const { password: _never, ...visible } = account;
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual(tokens({ user: anAccount(visible) }));
      const { pair, attributes } = refreshCookieOf(answer);
      expect(pair).toMatch(/^[\w-]+=[\w-]{40,}$/);
      expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/auth']));
      expect(attributes).not.toContain('Secure');
    });

    it('puts the refresh token into the body, and sets no cookie, when the request said so', async () => {
      const answer = await anonymous.post('/auth/register', { ...hallway.newAccount(), tokenTransport: 'body' });
      expect(answer.body).toEqual(tokens({ refreshToken: text }));
      expect(answer.headers.getSetCookie()).toEqual([]);
    });

    it('needs no display name: then it is the username', async () => {
      const { displayName: _left, ...account } = hallway.newAccount();
      const { status, body } = await anonymous.post('/auth/register', account);
      expect([status, body.user.displayName]).toEqual([201, account.username]);
    });

    it('answers 409 for a taken username, in any letter case', async () => {
      const account = { ...hallway.newAccount(), username: ana.username.toUpperCase() };
      expectProblem(await anonymous.post('/auth/register', account), 409, 'username-taken');
    });

    it('says nothing about whether an e-mail is known', async () => {
      const known = await anonymous.post('/auth/register', { ...hallway.newAccount(), email: ana.email.toUpperCase() });
      const unknown = await anonymous.post('/auth/register', hallway.newAccount());
      expect([known.status, Object.keys(known.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);
      expect((await login(ana.email, ana.password)).body.user.id).toBe(ana.id);
    });

    it.each(['abc', 'a.b_c-1', 'x'.repeat(32), '123', '...'].map((name) => [name]))('takes the username %s', async (name) => {
      const username = name.length === 32 ? `${ana.username}${name}`.slice(-32) : `${name}${ana.username.slice(-12)}`;
      expect((await anonymous.post('/auth/register', { ...hallway.newAccount(), username })).status).toBe(201);
    });

    it.each([
      ['username', ['ab', 'x'.repeat(33), 'a b c', 'ünïcode', 'a/b/c', 'a@b.c', '', 'abc\n', 7, null, {}]],
      ['email', ['nowhere', 'a@', '@b.c', 'a b@c.de', `${'x'.repeat(250)}@a.de`, '', 7, null]],
      ['password', ['1234567', 'x'.repeat(129), 'password', 'PASSWORD', '12345678', 'qwertyuiop', '', 7, null]],
      ['displayName', ['', 'x'.repeat(65), 'a\0b', 7, null]],
      ['tokenTransport', ['smoke', '', 7, null]],
    ])('refuses a wrong %s', async (field, values) => {
      for (const value of values) {
        const answer = await anonymous.post('/auth/register', { ...hallway.newAccount(), [field]: value });
        expectProblem(answer, 400);
        expect(faultsOf(answer)).toEqual([field]);
      }
    });

    it.each([
      ['8 characters', 'x7#kQ!2z'],
      ['128 characters', `${'ab#9'.repeat(31)}wxyz`],
      ['emoji, counted as one character each', '🦊🐼🦁🐸🐙🦋🐝🐢'],
      ['any characters', ' \t pässwörd "\'\\ \u200b '],
    ])('takes a password of %s, and exactly that one signs in', async (_name, password) => {
      const account = { ...hallway.newAccount(), password };
      expect((await anonymous.post('/auth/register', account)).status).toBe(201);
      expect((await login(account.username, password)).status).toBe(200);
      expectProblem(await login(account.username, `${password}?`.slice(-128)), 401, 'bad-credentials');
    });

    it('tells passwords apart that differ only past 72 bytes', async () => {
      const start = 'q7'.repeat(40);
      const account = { ...hallway.newAccount(), password: `${start}1` };
      await anonymous.post('/auth/register', account);
      expectProblem(await login(account.username, `${start}2`), 401, 'bad-credentials');
      expect((await login(account.username, `${start}1`)).status).toBe(200);
    });
  });

  describe('login', () => {
    it('takes username or e-mail in any letter case, and names the device', async () => {
      for (const name of [ana.username, ana.username.toUpperCase(), ana.email, ana.email.toUpperCase()]) {
        const answer = await login(name, ana.password, { deviceName: 'Laptop' });
        expect([answer.status, answer.body]).toEqual([200, tokens({ user: anAccount({ id: ana.id }) })]);
        expect(refreshCookieOf(answer).pair).not.toBe('');
      }
      expect((await ana.get('/auth/sessions')).body.items[0]).toEqual(aSession({ deviceName: 'Laptop' }));
    });

    it('says the same for a wrong password and for an account that does not exist', async () => {
      const [wrong, unknown] = [await login(ana.username, 'not the password'), await login('nobody-at-all', 'not the password')];
      for (const answer of [wrong, unknown]) expectProblem(answer, 401, 'bad-credentials');
      expect({ ...wrong.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
    });

    it('makes only guessers wait, even with RATE_LIMITS=off', async () => {
      const victim = await hallway.person('victim');
      for (let i = 0; i < 5; i++) expectProblem(await login(victim.username, `guess ${i}`), 401, 'bad-credentials');
      const refused = await login(victim.username, victim.password);
      expectProblem(refused, 429, 'too-many-attempts');
      for (const name of ['limit', 'remaining', 'reset']) expect(refused.headers.get(`ratelimit-${name}`)).toMatch(/^\d+$/);
      expect((await login(ana.username, ana.password)).status).toBe(200);
    });
  });

  describe('refresh', () => {
    it('exchanges the cookie for new tokens and a new cookie', async () => {
      const cookie = refreshCookieOf(await login(ana.username, ana.password)).pair;
      const answer = await anonymous.call('POST', '/auth/refresh', { headers: { cookie } });
      expect([answer.status, answer.body]).toEqual([200, tokens()]);
      expect(refreshCookieOf(answer).pair).not.toBe(cookie);
      expect(refreshCookieOf(answer).attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/auth']));
    });

    it('exchanges a token of the body, and answers in the body only when asked to', async () => {
      const { refreshToken } = (await login(ana.username, ana.password, { tokenTransport: 'body' })).body;
      const first = await anonymous.post('/auth/refresh', { refreshToken, tokenTransport: 'body' });
      expect([first.status, first.body]).toEqual([200, tokens({ refreshToken: text })]);
      expect(first.headers.getSetCookie()).toEqual([]);
      const second = await anonymous.post('/auth/refresh', { refreshToken: first.body.refreshToken });
      expect([second.status, second.body]).toEqual([200, tokens()]);
      const third = await anonymous.call('POST', '/auth/refresh', { json: { tokenTransport: 'body' }, headers: { cookie: refreshCookieOf(second).pair } });
      expect([third.status, third.body]).toEqual([200, tokens()]);
      expect(refreshCookieOf(third).pair).not.toBe(refreshCookieOf(second).pair);
    });

    it('keeps the session: the same sid, another token', async () => {
      const bo = await hallway.person('bo');
      const { body } = await anonymous.post('/auth/refresh', { refreshToken: bo.refreshToken, tokenTransport: 'body' });
      expect(claimsOf(body.accessToken)).toMatchObject({ sub: bo.id, sid: bo.sessionId });
      expect(body.accessToken).not.toBe(bo.accessToken);
    });

    it('gives the same next token again within 30 seconds, and later takes the token for stolen and ends the family', async () => {
      const bo = await hallway.person('bo');
      const socket = await bo.live();
      const exchange = () => anonymous.post('/auth/refresh', { refreshToken: bo.refreshToken, tokenTransport: 'body' });
      const renewed = (await exchange()).body;
      expect((await exchange()).body.refreshToken).toBe(renewed.refreshToken);
      await exchangedLongAgo(bo.sessionId);
      expectProblem(await exchange(), 401, 'session-revoked');
      expectProblem(await anonymous.post('/auth/refresh', { refreshToken: renewed.refreshToken, tokenTransport: 'body' }), 401, 'session-revoked');
      await socket.waitFor('session:revoked');
      await socket.closed();
      for (const token of [bo.accessToken, renewed.accessToken])
        await eventually(async () => expectProblem(await hallway.caller(token).get('/users/me'), 401, 'session-revoked'));
      expect((await login(bo.username, bo.password)).status).toBe(200);
    });

    it('makes one child of a token that is exchanged many times at once, and gives it to all', async () => {
      const bo = await hallway.person('bo');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => anonymous.post('/auth/refresh', { refreshToken: bo.refreshToken, tokenTransport: 'body' })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    });

    it('is 401 without a token and with one that was never issued', async () => {
      expectProblem(await anonymous.post('/auth/refresh'), 401, 'unauthenticated');
      expectProblem(await anonymous.post('/auth/refresh', { refreshToken: 'x'.repeat(43) }), 401);
      expectProblem(await anonymous.post('/auth/refresh', { refreshToken: ana.accessToken?.slice(0, 512) }), 401);
      expectProblem(await anonymous.call('POST', '/auth/refresh', { headers: { cookie: 'hallway_refresh=nonsense' } }), 401);
      expectProblem(await anonymous.post('/auth/refresh', { refreshToken: 7 }), 400);
    });

    it('cannot be made by another site with the cookie of a browser', async () => {
      const cookie = refreshCookieOf(await login(ana.username, ana.password)).pair;
      const answer = await anonymous.call('POST', '/auth/refresh', { headers: { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } });
      expectProblem(answer, 403);
      expect((await anonymous.call('POST', '/auth/refresh', { headers: { cookie } })).status).toBe(200);
    });
  });

  describe('sessions', () => {
    it('lists the devices of the caller, the newest first, and which one is asking', async () => {
      const bo = await hallway.person('bo');
      await login(bo.username, bo.password, { deviceName: 'Phone' });
      const { status, body } = await bo.get('/auth/sessions');
      expect(status).toBe(200);
      expect(body).toEqual({ items: [aSession({ deviceName: 'Phone' }), aSession({ id: bo.sessionId, current: true })], nextCursor: null });
      const page = (await bo.get('/auth/sessions?limit=1')).body;
      expect(page.items).toEqual([body.items[0]]);
      expect((await bo.get(`/auth/sessions?limit=1&cursor=${page.nextCursor}`)).body).toEqual({ items: [body.items[1]], nextCursor: null });
    });

    it('ends one device, and only devices of the caller', async () => {
      const bo = await hallway.person('bo');
      const other = (await login(bo.username, bo.password, { tokenTransport: 'body' })).body;
      const socket = await bo.live(other.accessToken);
      const { sid } = claimsOf(other.accessToken);
      expectProblem(await ana.del(`/auth/sessions/${sid}`), 404, 'not-found');
      const ended = await bo.del(`/auth/sessions/${sid}`);
      expect([ended.status, ended.body]).toEqual([204, '']);
      await socket.waitFor('session:revoked');
      await socket.closed();
      expectProblem(await hallway.caller(other.accessToken).get('/users/me'), 401, 'session-revoked');
      expectProblem(await anonymous.post('/auth/refresh', { refreshToken: other.refreshToken }), 401, 'session-revoked');
      expectProblem(await bo.del(`/auth/sessions/${sid}`), 404, 'not-found');
      expect((await bo.get('/users/me')).status).toBe(200);
    });

    it.each([[undefined], [{ tokenTransport: 'cookie' }], [{ tokenTransport: 'body' }]])(
      'logs out with %j: 204, the sockets close, the tokens are dead, the cookie is cleared',
      async (body) => {
        const bo = await hallway.person('bo');
        const [socket, ...rest] = [await bo.live(), await bo.live()];
        const answer = await bo.post('/auth/logout', body);
        expect([answer.status, answer.body]).toEqual([204, '']);
        expectProblem(await bo.get('/users/me'), 401, 'session-revoked');
        for (const one of [socket, ...rest]) {
          await one?.waitFor('session:revoked');
          await one?.closed();
        }
        expectProblem(await anonymous.post('/auth/refresh', { refreshToken: bo.refreshToken }), 401, 'session-revoked');
        expect(refreshCookieOf(answer).attributes.join()).toMatch(/Expires=Thu, 01 Jan 1970|Max-Age=0/);
      },
    );

    it('logs out everywhere', async () => {
      const bo = await hallway.person('bo');
      const other = (await login(bo.username, bo.password, { tokenTransport: 'body' })).body;
      const sockets = [await bo.live(), await bo.live(other.accessToken)];
      expect((await bo.post('/auth/logout-all', { tokenTransport: 'body' })).status).toBe(204);
      expectProblem(await bo.get('/users/me'), 401, 'session-revoked');
      await eventually(async () => expectProblem(await hallway.caller(other.accessToken).get('/users/me'), 401, 'session-revoked'));
      for (const socket of sockets) {
        await socket.waitFor('session:revoked');
        await socket.closed();
      }
    });

    it('changes the password and ends all other sessions', async () => {
      const bo = await hallway.person('bo');
      const other = (await login(bo.username, bo.password, { tokenTransport: 'body' })).body;
      const [own, others] = [await bo.live(), await bo.live(other.accessToken)];
      const newPassword = `${bo.password} 2`;
      expectProblem(await bo.post('/auth/password', { currentPassword: 'wrong password', newPassword }), 403, 'wrong-password');
      expectProblem(await bo.post('/auth/password', { currentPassword: bo.password, newPassword: 'short' }), 400);
      expectProblem(await bo.post('/auth/password', { currentPassword: bo.password, newPassword: 'password1' }), 400);
      const answer = await bo.post('/auth/password', { currentPassword: bo.password, newPassword, tokenTransport: 'body' });
      expect([answer.status, answer.body]).toEqual([204, '']);
      await others.waitFor('session:revoked');
      await others.closed();
      await eventually(async () => expectProblem(await hallway.caller(other.accessToken).get('/users/me'), 401, 'session-revoked'));
      expect([own.socket.connected, (await bo.get('/users/me')).status]).toEqual([true, 200]);
      expectProblem(await login(bo.username, bo.password), 401, 'bad-credentials');
      expect((await login(bo.username, newPassword)).status).toBe(200);
    });
  });

  describe('profiles', () => {
    it('gives the caller their own account', async () => {
      const { status, body } = await ana.get('/users/me');
      expect([status, body]).toEqual([200, anAccount({ id: ana.id, username: ana.username, email: ana.email })]);
    });

    it('changes display name and status text, each alone, and clears the text', async () => {
      const bo = await hallway.person('bo');
      expect((await bo.patch('/users/me', { displayName: 'Bo B.' })).body).toEqual(anAccount({ displayName: 'Bo B.' }));
      expect((await bo.patch('/users/me', { statusText: 'Away ☕' })).body).toEqual(anAccount({ displayName: 'Bo B.', statusText: 'Away ☕' }));
      expect((await ana.get(`/users/${bo.id}`)).body).toEqual(aProfile({ id: bo.id, username: bo.username, displayName: 'Bo B.', statusText: 'Away ☕' }));
      const cleared = await bo.patch('/users/me', { statusText: '' });
      expect([cleared.status, cleared.body.statusText]).toEqual([200, '']);
      expect((await bo.patch('/users/me', {})).status).toBe(200);
    });

    it('tells others only what is public', async () => {
      const bo = await hallway.person('bo');
      expect((await bo.get(`/users/${ana.id}`)).body).toEqual(aProfile({ id: ana.id, username: ana.username }));
      expect((await bo.get(`/users/${ana.id.toUpperCase()}`)).status).toBe(200);
      for (const id of ['01a205c8-61d6-75c2-9033-10638185f406', 'nonsense', '%00', '..%2fme']) expectProblem(await bo.get(`/users/${id}`), 404, 'not-found');
    });

    it('finds people by part of username or display name, in any letter case', async () => {
      const name = `Zo\u00eb ${ana.username.slice(-8)}`;
      const zoe = await hallway.person('finder');
      await zoe.patch('/users/me', { displayName: name });
      for (const query of [zoe.username, zoe.username.toUpperCase(), zoe.username.slice(3), name.slice(4).toUpperCase(), name]) {
        const { status, body } = await ana.get(`/users?query=${encodeURIComponent(query)}`);
        expect(status).toBe(200);
        expect(body).toEqual({ items: expect.arrayContaining([aProfile({ id: zoe.id, username: zoe.username, displayName: name })]), nextCursor: null });
      }
      expect((await ana.get(`/users?query=${zoe.email}`)).body.items).toEqual([]);
      expect((await ana.get('/users?query=%25')).body.items).toEqual([]);
      expect(
        (await ana.get('/users?query=_')).body.items.every(({ username, displayName }: Record<string, string>) => `${username}${displayName}`.includes('_')),
      ).toBe(true);
    });

    it('pages through people without a hole or a double', async () => {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { items, nextCursor }: { items: { id: string }[]; nextCursor: string | null } = (await ana.get(`/users?limit=7${cursor && `&cursor=${cursor}`}`))
          .body;
        seen.push(...items.map(({ id }) => id));
        cursor = nextCursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toContain(ana.id);
    });
  });

  describe('access tokens', () => {
    it('are ES256 JWTs of ten minutes that the published keys verify', async () => {
      const [header = '', payload = '', signature = ''] = (ana.accessToken ?? '').split('.');
      const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
      const claims = claimsOf(ana.accessToken ?? '');
      expect(alg).toBe('ES256');
      expect(claims).toMatchObject({ iss: text, aud: text, sub: ana.id, sid: uuidV7 });
      expect(claims.exp - claims.iat).toBe(600);
      for (const path of ['//.well-known/jwks.json', '/.well-known/jwks.json']) {
        const { status, body } = await anonymous.get(path);
        expect(status).toBe(200);
        const jwk = body.keys.find((key: { kid: string }) => key.kid === kid);
        expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
        for (const key of body.keys) expect(key).not.toHaveProperty('d');
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        expect(verify('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
      }
    });
  });
});

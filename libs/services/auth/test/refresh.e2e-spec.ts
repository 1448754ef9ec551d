import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';
import { onDatabase } from './owner-query';

describe('exchanging a refresh token', () => {
  let auth: AuthUnderTest;
  let person: TestUser;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth?.stop());
  beforeEach(async () => {
    person = await auth.person();
  });

  const byBody = (refreshToken: string) => auth.call('POST', '/auth/refresh', { body: { refreshToken, tokenTransport: 'body' } });
  const byCookie = async (refreshToken: string, body: object = {}) => {
    const answer = await auth.call('POST', '/auth/refresh', { body, headers: { cookie: `hallway_refresh=${refreshToken}` } });
    return { ...answer, cookie: /^hallway_refresh=([^;]*);/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '' };
  };
  const next = async (refreshToken: string) => {
    const answer = await byBody(refreshToken);
    expect(answer.status).toBe(200);
    return answer.body.refreshToken;
  };
  const revoked = { status: 401, body: { code: 'session-revoked' } };
  /** Lets everything of this person's session be `seconds` older. */
  const age = (seconds: number) =>
    onDatabase(
      auth,
      `UPDATE auth.refresh_tokens SET used_at = used_at - interval '${seconds} seconds'
                      WHERE session_id IN (SELECT id FROM auth.sessions WHERE user_id = '${person.id}')`,
    );

  it.each([2, 3, 5, 10])('gives %i exchanges at once the same next token, which works, ten times over', async (count) => {
    let token = person.refreshToken;
    for (let run = 0; run < 10; run++) {
      const answers = await Promise.all(Array.from({ length: count }, () => byBody(token)));
      expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200));
      expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
      expect(answers[0]?.body.refreshToken).not.toBe(token);
      token = answers[0]?.body.refreshToken ?? '';
    }
    const { accessToken } = (await byBody(token)).body;
    expect((await auth.call('GET', '/users/me', { token: accessToken })).status).toBe(200);
  });

  it('gives thirty repeats, one after another, the same next token', async () => {
    const first = await next(person.refreshToken);
    for (let i = 0; i < 30; i++) expect(await next(person.refreshToken)).toBe(first);
    expect(await next(first)).not.toBe(first);
  });

  it('gives it until 30 seconds have passed; later it is theft and ends the session', async () => {
    const good = await next(person.refreshToken);
    await age(28);
    expect(await next(person.refreshToken)).toBe(good);
    await age(3);
    expect(await byBody(person.refreshToken)).toMatchObject(revoked);
    expect(await byBody(good)).toMatchObject(revoked);
  });

  it('counts the 30 seconds from the first exchange: repeats do not stretch them', async () => {
    await next(person.refreshToken);
    for (let i = 0; i < 4; i++) {
      await age(7);
      expect((await byBody(person.refreshToken)).status).toBe(200);
    }
    await age(7);
    expect(await byBody(person.refreshToken)).toMatchObject(revoked);
  });

  it('gives an early token of a chain its own next one, and never brings a dead one back', async () => {
    const a = person.refreshToken;
    const b = await next(a);
    const c = await next(b);
    expect(await next(a)).toBe(b);
    expect(await next(b)).toBe(c);
    await age(31);
    const d = await next(c);
    expect(d).not.toBe(c);
    expect(await byBody(b)).toMatchObject(revoked);
    expect(await byBody(d)).toMatchObject(revoked);
  });

  it('keeps a cookie at the newest token of the chain, in whatever order the answers come', async () => {
    const b = (await byCookie(person.refreshToken)).cookie;
    const c = (await byCookie(b)).cookie;
    const late = await byCookie(person.refreshToken);
    expect([late.status, late.cookie]).toEqual([200, c]);
    await age(31);
    expect((await byCookie(late.cookie)).status).toBe(200);
  });

  it.each([1, 62, 63, 64, 65, 130])('finds the newest of a chain that is %i longer', async (longer) => {
    const second = await next(person.refreshToken);
    let newest = second;
    for (let i = 0; i < longer; i++) newest = await next(newest);
    expect((await byCookie(person.refreshToken)).cookie).toBe(newest);
  });

  it('goes on when the secret has changed between two exchanges, with one token alive', async () => {
    const before = await next(person.refreshToken);
    // As if another secret had made the successor: nothing that is known is derived from the token.
    await onDatabase(
      auth,
      `UPDATE auth.refresh_tokens SET token_hash = sha256('other') WHERE used_at IS NULL AND session_id IN (SELECT id FROM auth.sessions WHERE user_id = '${person.id}')`,
    );
    const after = await next(person.refreshToken);
    expect(after).toBe(before);
    const { rows } = await onDatabase(
      auth,
      `SELECT 1 FROM auth.refresh_tokens WHERE used_at IS NULL AND session_id IN (SELECT id FROM auth.sessions WHERE user_id = '${person.id}')`,
    );
    expect(rows).toHaveLength(1);
    expect(await next(after)).not.toBe(after);
  });

  it('repeats nothing for a session that has ended', async () => {
    const token = await next(person.refreshToken);
    expect((await auth.call('POST', '/auth/logout', { token: person.accessToken })).status).toBe(204);
    for (const dead of [person.refreshToken, token]) expect(await byBody(dead)).toMatchObject(revoked);
  });

  it('keeps a token that came in the cookie in the cookie, whatever transport is asked for', async () => {
    const answer = await byCookie(person.refreshToken, { tokenTransport: 'body' });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refreshToken');
    expect((await byCookie(answer.cookie, { tokenTransport: 'body' })).status).toBe(200);
  });

  it('stores hashes only: neither a token nor what follows from it is in the database', async () => {
    const token = await next(person.refreshToken);
    const { rows } = await onDatabase(
      auth,
      `SELECT t::text AS row FROM auth.refresh_tokens t UNION ALL SELECT s::text FROM auth.sessions s UNION ALL SELECT o::text FROM auth.outbox o`,
    );
    const text = JSON.stringify(rows);
    for (const secret of [token, person.refreshToken]) {
      for (const form of [secret, Buffer.from(secret, 'base64url').toString('hex'), Buffer.from(secret).toString('hex')]) expect(text).not.toContain(form);
    }
  });
});

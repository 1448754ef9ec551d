import { sessionsInternalApi } from '@hallway/contracts-auth';
import { ServiceClient } from '@hallway/service-calls';

import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';
import { onDatabase } from './owner-query';

describe('sessions', () => {
  let auth: AuthUnderTest;
  let person: TestUser;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth?.stop());
  beforeEach(async () => {
    person = await auth.person();
  });

  const refresh = (refreshToken: string) => auth.call('POST', '/auth/refresh', { body: { refreshToken, tokenTransport: 'body' } });
  const signIn = async () =>
    (await auth.call('POST', '/auth/login', { body: { login: person.username, password: person.password, deviceName: 'Phone', tokenTransport: 'body' } })).body;
  const sessions = async (token: string) => (await auth.call('GET', '/auth/sessions', { token })).body.items;
  const ownerQuery = (sql: string) => onDatabase(auth, sql);
  const revocations = async () => {
    const { rows } = await ownerQuery(`SELECT payload FROM auth.outbox WHERE type = 'auth.session-revoked.v1' ORDER BY shard, pub_seq`);
    return rows.map((row: { payload: unknown }) => (typeof row.payload === 'string' ? JSON.parse(row.payload) : row.payload)) as {
      userId: string;
      reason: string;
    }[];
  };

  it('answers which sessions have ended lately to other services only', async () => {
    const ended = async () => (await auth.service.app.get(ServiceClient).call(sessionsInternalApi.ended, {})).sessionIds;
    const { id } = (await sessions(person.accessToken))[0] as { id: string };
    expect(await ended()).not.toContain(id);
    await auth.call('POST', '/auth/logout', { token: person.accessToken, body: {} });
    expect(await ended()).toContain(id);
    await ownerQuery(`UPDATE auth.sessions SET revoked_at = now() - interval '12 minutes' WHERE id = '${id}'`);
    expect(await ended()).not.toContain(id);
    expect(
      (await fetch(`${auth.service.url}/internal/sessions/ended`, { method: 'POST', headers: { authorization: `Bearer ${person.accessToken}` } })).status,
    ).toBe(401);
  });

  it('exchanges a refresh token for new ones, by body and by cookie', async () => {
    const byBody = await refresh(person.refreshToken);
    expect(byBody.status).toBe(200);
    expect(byBody.body.refreshToken).not.toBe(person.refreshToken);
    const byCookie = await auth.call('POST', '/auth/refresh', { headers: { cookie: `hallway_refresh=${byBody.body.refreshToken}` } });
    expect(byCookie.status).toBe(200);
    expect(byCookie.body).not.toHaveProperty('refreshToken');
    expect(byCookie.headers.get('set-cookie')).toMatch(/^hallway_refresh=/);
  });

  it('gives the new refresh token in the body only when asked to', async () => {
    const { status, body, headers } = await auth.call('POST', '/auth/refresh', { body: { refreshToken: person.refreshToken } });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refreshToken');
    expect(headers.get('set-cookie')).toMatch(/^hallway_refresh=/);
  });

  it('tells that a session has ended because a dead refresh token was used again', async () => {
    await refresh(person.refreshToken);
    await ownerQuery(`UPDATE auth.refresh_tokens SET used_at = used_at - interval '31 seconds'`);
    expect(await refresh(person.refreshToken)).toMatchObject({ status: 401, body: { code: 'session-revoked' } });
    expect(await revocations()).toContainEqual(expect.objectContaining({ userId: person.id, reason: 'token-reuse' }));
  });

  it('lists the devices, the present one marked, and signs one out', async () => {
    const phone = await signIn();
    const before = await sessions(person.accessToken);
    expect(before).toHaveLength(2);
    expect(before.filter((session) => session.current)).toHaveLength(1);
    const other = before.find((session) => !session.current);
    expect(other).toMatchObject({ deviceName: 'Phone', ip: '127.0.0.1' });
    expect((await auth.call('DELETE', `/auth/sessions/${String(other?.id)}`, { token: person.accessToken })).status).toBe(204);
    expect(await sessions(person.accessToken)).toHaveLength(1);
    expect((await refresh(phone.refreshToken)).status).toBe(401);
  });

  it.each(['/auth/sessions', '/users'])('refuses cursors of %s that it did not give out, by name', async (path) => {
    for (const value of [null, -1, 'x', {}, [], { username: 7 }]) {
      const cursor = Buffer.from(JSON.stringify(value)).toString('base64url');
      const answer = await auth.call('GET', `${path}?cursor=${cursor}`, { token: person.accessToken });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
    }
  });

  it('answers 404 for the session of another user', async () => {
    const stranger = await auth.person();
    const [theirs] = await sessions(person.accessToken);
    expect((await auth.call('DELETE', `/auth/sessions/${String(theirs?.id)}`, { token: stranger.accessToken })).status).toBe(404);
    expect(await sessions(person.accessToken)).toHaveLength(1);
  });

  it('logs out this session, and with logout-all every one', async () => {
    const phone = await signIn();
    expect((await auth.call('POST', '/auth/logout', { token: person.accessToken })).status).toBe(204);
    expect((await refresh(person.refreshToken)).status).toBe(401);
    const next = await refresh(phone.refreshToken);
    expect(next.status).toBe(200);
    expect(await auth.call('POST', '/auth/logout-all', { token: next.body.accessToken, body: { everywhere: true } })).toMatchObject({
      status: 400,
      body: { code: 'validation-failed' },
    });
    expect((await auth.call('POST', '/auth/logout-all', { token: next.body.accessToken, body: { tokenTransport: 'body' } })).status).toBe(204);
    expect((await refresh(next.body.refreshToken)).status).toBe(401);
  });

  it('changes the password, keeps this session and ends the others', async () => {
    const phone = await signIn();
    const change = (currentPassword: string, newPassword: string) =>
      auth.call('POST', '/auth/password', { token: person.accessToken, body: { currentPassword, newPassword, tokenTransport: 'body' } });
    expect(await change('not it', 'a new long password')).toMatchObject({ status: 403, body: { code: 'wrong-password' } });
    expect(await change(person.password, 'password')).toMatchObject({ status: 400, body: { code: 'password-too-common' } });
    expect((await change(person.password, 'a new long password')).status).toBe(204);
    expect((await refresh(phone.refreshToken)).status).toBe(401);
    expect((await refresh(person.refreshToken)).status).toBe(200);
    const old = await auth.call('POST', '/auth/login', { body: { login: person.username, password: person.password } });
    expect(old.status).toBe(401);
  });

  it('asks for a token on every route but the anonymous ones', async () => {
    for (const [method, path] of [
      ['GET', '/auth/sessions'],
      ['POST', '/auth/logout'],
      ['POST', '/auth/logout-all'],
      ['POST', '/auth/password'],
      ['GET', '/users/me'],
      ['GET', '/users'],
    ] as const) {
      expect(await auth.call(method, path)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  it('refuses an unknown refresh token and none at all', async () => {
    expect((await refresh('x'.repeat(43))).status).toBe(401);
    expect((await auth.call('POST', '/auth/refresh')).status).toBe(401);
  });
});

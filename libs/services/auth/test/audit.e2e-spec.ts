import * as contracts from '@hallway/contracts-auth';
import { Logger } from '@hallway/service-kit/log';
import { changingRoutes } from '@hallway/testing';

import { AccountsService } from '../src/accounts/accounts.service';
import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';
import { onDatabase } from './owner-query';

/** Why a route that changes something has no audit line. */
const without: Record<string, string> = {
  'POST /auth/refresh': 'goes on with a session whose start has a line; a stolen token has one',
};

describe('audit lines', () => {
  let auth: AuthUnderTest;
  let person: TestUser;
  const written = jest.spyOn(Logger.prototype, 'audit');
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(async () => {
    written.mockRestore();
    await auth?.stop();
  });
  beforeEach(async () => {
    person = await auth.person();
    written.mockClear();
  });

  const audited = (): Record<string, unknown>[] => written.mock.calls.map(([action, fields]) => ({ action, ...fields }));
  const login = (login: string, password: string) => auth.call('POST', '/auth/login', { body: { login, password, tokenTransport: 'body' } });

  it('say that a login failed and for which account, never what was typed', async () => {
    await login(person.email, 'typed password');
    await login('typed.name', 'typed password');
    expect(audited()).toMatchObject([
      { action: 'login-failed', outcome: 'failed', userIds: [person.id] },
      { action: 'login-failed', outcome: 'failed', userIds: [] },
    ]);
    for (const secret of ['typed', person.email, person.username, '127.0.0.1']) expect(JSON.stringify(audited())).not.toContain(secret);
  });

  it('say that a login was refused while one must wait', async () => {
    for (let i = 0; i < 6; i++) await login(person.username, 'typed password');
    expect(audited().map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ...Array(5).fill(['failed', 'bad-credentials']),
      ['refused', 'too-many-attempts'],
    ]);
  });

  const as = (method: string, path: string, body?: object) => () => auth.call(method, path, { token: person.accessToken, body: body ?? {} });
  /** A new account, while the caller owns the workspace; what came before is forgotten. */
  const otherAccount = async (): Promise<string> => {
    const { id } = await auth.person();
    await onDatabase(auth, `UPDATE auth.users SET role = 'owner' WHERE id = '${person.id}'`);
    written.mockClear();
    return id;
  };
  /** What each route that changes something records; a new route without a row fails. */
  const recorded: Record<string, { call: () => Promise<unknown>; lines: object[] }> = {
    'POST /auth/register': { call: () => auth.person(), lines: [{ action: 'registered', userId: expect.any(String) }] },
    'POST /auth/login': { call: () => login(person.email, person.password), lines: [{ action: 'logged-in' }] },
    'POST /auth/logout': { call: as('POST', '/auth/logout'), lines: [{ action: 'sessions-ended', reason: 'logout' }] },
    'POST /auth/logout-all': { call: as('POST', '/auth/logout-all'), lines: [{ action: 'sessions-ended', reason: 'logout-all' }] },
    'DELETE /auth/sessions/:sessionId': {
      call: async () => {
        const { body } = await auth.call('GET', '/auth/sessions', { token: person.accessToken });
        await as('DELETE', `/auth/sessions/${String(body.items[0]?.id)}`)();
      },
      lines: [{ action: 'sessions-ended', reason: 'revoked', sessionIds: [expect.any(String)] }],
    },
    'POST /auth/password': {
      call: () => as('POST', '/auth/password', { currentPassword: person.password, newPassword: 'a new long password' })(),
      lines: [{ action: 'password-changed' }],
    },
    'POST /auth/password-reset': {
      call: async () => {
        const { url } = await auth.service.app.get(AccountsService, { strict: false }).makeResetLink('operator', person.id);
        written.mockClear();
        await auth.call('POST', '/auth/password-reset', { body: { token: new URL(url).hash.slice(1), password: 'a new long password' } });
      },
      lines: [{ action: 'sessions-ended', reason: 'password-changed' }, { action: 'password-reset' }],
    },
    'PATCH /admin/users/:userId': {
      call: async () => {
        const other = await otherAccount();
        await as('PATCH', `/admin/users/${other}`, { role: 'admin', active: false })();
        await as('PATCH', `/admin/users/${other}`, { role: 'admin', active: true })();
      },
      lines: [
        { action: 'sessions-ended', reason: 'deactivated', userId: expect.any(String) },
        { action: 'workspace-role-set', account: expect.any(String), role: 'admin' },
        { action: 'account-deactivated', account: expect.any(String) },
        { action: 'account-reactivated', account: expect.any(String) },
      ],
    },
    'POST /admin/users/:userId/sign-out': {
      call: async () => as('POST', `/admin/users/${await otherAccount()}/sign-out`)(),
      lines: [
        { action: 'sessions-ended', reason: 'logout-all', userId: expect.any(String) },
        { action: 'account-signed-out', account: expect.any(String) },
      ],
    },
    'POST /admin/users/:userId/reset-link': {
      call: async () => as('POST', `/admin/users/${await otherAccount()}/reset-link`)(),
      lines: [{ action: 'password-reset-made', account: expect.any(String) }],
    },
    'PATCH /users/me': {
      call: as('PATCH', '/users/me', { displayName: 'typed name', statusText: 'typed status' }),
      lines: [{ action: 'profile-changed', fields: ['displayName', 'statusText'] }],
    },
  };

  it('are there for every route that changes something, or it is said why not', () => {
    expect([...Object.keys(recorded), ...Object.keys(without)].sort()).toEqual(changingRoutes('auth', contracts).sort());
  });

  it.each(Object.keys(recorded))('of %s say who did what', async (route) => {
    const { call, lines } = recorded[route]!;
    await call();
    const userId = person.id;
    expect(audited()).toEqual(lines.map((line) => expect.objectContaining({ outcome: 'success', userId, ...line }) as unknown));
    for (const secret of ['typed', person.email, person.username]) expect(JSON.stringify(audited())).not.toContain(secret);
  });

  it('say nothing of a change that changes nothing, or that failed', async () => {
    await as('PATCH', '/users/me', {})();
    await as('PATCH', '/users/me', { displayName: '' })();
    await as('PATCH', '/users/me', { avatarUploadId: 'none' })();
    expect(audited()).toEqual([]);
  });

  it('tell every other action with its outcome', async () => {
    const { refreshToken } = (await login(person.username, person.password)).body;
    await auth.call('POST', '/auth/password', { token: person.accessToken, body: { currentPassword: 'no', newPassword: 'a new long password' } });
    await auth.call('POST', '/auth/refresh', { body: { refreshToken } });
    await onDatabase(auth, `UPDATE auth.refresh_tokens SET used_at = used_at - interval '31 seconds'`);
    await auth.call('POST', '/auth/refresh', { body: { refreshToken } });
    await auth.call('POST', '/auth/password', { token: person.accessToken, body: { currentPassword: person.password, newPassword: 'a new long password' } });
    expect(audited().map(({ action, outcome }) => `${String(action)} ${String(outcome)}`)).toEqual([
      'logged-in success',
      'password-change-failed failed',
      'access refused',
      'refresh-token-reused refused',
      'sessions-ended success',
      'password-changed success',
    ]);
  });
});

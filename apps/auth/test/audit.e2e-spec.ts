import { Logger } from '@hallway/service-kit/log';
import { type AuthUnderTest, type Person, startAuth } from './auth-service';
import { onDatabase } from './owner-query';

describe('audit lines', () => {
  let auth: AuthUnderTest;
  let person: Person;
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
    expect(audited().map(({ outcome, problem }) => [outcome, problem])).toEqual([...Array(5).fill(['failed', 'bad-credentials']), ['refused', 'too-many-attempts']]);
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

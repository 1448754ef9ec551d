import { accountsCommand } from '../src/accounts/accounts-command';
import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';
import { onDatabase } from './owner-query';

describe('a forgotten password', () => {
  let auth: AuthUnderTest;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth?.stop());

  const reset = (token: string, password: string) => auth.call('POST', '/auth/password-reset', { body: { token, password } });
  const login = ({ username }: TestUser, password: string) => auth.call('POST', '/auth/login', { body: { login: username, password, tokenTransport: 'body' } });
  const refresh = ({ refreshToken }: TestUser) => auth.call('POST', '/auth/refresh', { body: { refreshToken, tokenTransport: 'body' } });
  /** `node main.js accounts …` within the service. */
  const command = async (...args: string[]) => {
    const printed: string[] = [];
    const code = await accountsCommand.run(args, { print: (text) => printed.push(text), withApp: (work) => work(auth.service.app) });
    return { code, text: printed.join('\n') };
  };
  const linkOf = async ({ username }: TestUser) => {
    const { code, text } = await command('reset-link', username);
    expect(code).toBe(0);
    const { pathname, hash } = new URL(text);
    expect([pathname, hash.length]).toEqual(['/reset', 44]);
    return hash.slice(1);
  };

  it('is replaced by a link that is good once, and all sessions end', async () => {
    const person = await auth.person();
    const token = await linkOf(person);
    expect((await reset(token, 'another long password')).status).toBe(204);
    expect(await refresh(person)).toMatchObject({ status: 401 });
    expect((await login(person, person.password)).status).toBe(401);
    expect((await login(person, 'another long password')).status).toBe(200);
    expect(await reset(token, 'a third long password')).toMatchObject({ status: 410, body: { code: 'reset-link-over' } });
    expect((await login(person, 'another long password')).status).toBe(200);
  });

  it('keeps the link good when the password is refused', async () => {
    const person = await auth.person();
    const token = await linkOf(person);
    expect(await reset(token, 'password1')).toMatchObject({ status: 400, body: { code: 'password-too-common' } });
    expect((await reset(token, 'another long password')).status).toBe(204);
  });

  it('lets one of several tries at once win', async () => {
    const person = await auth.person();
    const token = await linkOf(person);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => reset(token, `another long password ${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410, 410, 410]);
  });

  it('takes neither an earlier link, nor one that is too old, nor an invented one', async () => {
    const person = await auth.person();
    const earlier = await linkOf(person);
    const token = await linkOf(person);
    expect((await reset(earlier, 'another long password')).status).toBe(410);
    await onDatabase(auth, `UPDATE auth.password_resets SET expires_at = now() - interval '1 second' WHERE user_id = '${person.id}'`);
    expect((await reset(token, 'another long password')).status).toBe(410);
    expect((await reset('x'.repeat(43), 'another long password')).status).toBe(410);
    expect((await login(person, person.password)).status).toBe(200);
  });

  it('is void once the password was changed, or the person was signed out', async () => {
    const person = await auth.person();
    const first = await linkOf(person);
    const changed = { currentPassword: person.password, newPassword: 'another long password' };
    expect((await auth.call('POST', '/auth/password', { token: person.accessToken, body: changed })).status).toBe(204);
    expect((await reset(first, 'a third long password')).status).toBe(410);
    const second = await linkOf(person);
    await command('sign-out', person.username);
    expect((await reset(second, 'a third long password')).status).toBe(410);
  });

  it('leaves no session that began by the old password, however late its comparison ends', async () => {
    const person = await auth.person();
    const token = await linkOf(person);
    const logins = Promise.all(Array.from({ length: 20 }, () => login(person, person.password)));
    expect((await reset(token, 'another long password')).status).toBe(204);
    const begun = (await logins).filter(({ status }) => status === 200);
    const refreshed = await Promise.all(begun.map(({ body }) => refresh({ ...person, refreshToken: body.refreshToken })));
    expect(refreshed.filter(({ status }) => status === 200)).toEqual([]);
    expect((await login(person, person.password)).status).toBe(401);
  });

  it('ends the wait of an owner who had guessed wrong', async () => {
    const person = await auth.person();
    const token = await linkOf(person);
    const guess = async () => (await login(person, 'not the right one')).status;
    while ((await guess()) !== 429);
    expect((await login(person, person.password)).status).toBe(429);
    expect((await reset(token, 'another long password')).status).toBe(204);
    expect((await login(person, 'another long password')).status).toBe(200);
  });

  it('keeps only a hash of the link', async () => {
    const token = await linkOf(await auth.person());
    const { rows } = await onDatabase(auth, 'SELECT r::text AS text FROM auth.password_resets r');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('is answered by the command in plain words', async () => {
    expect(await command('--help')).toMatchObject({ code: 0, text: expect.stringContaining('reset-link <username>') as string });
    expect(await command()).toMatchObject({ code: 1, text: expect.stringMatching(/^Say what to do/) as string });
    expect(await command('remove', 'ana')).toMatchObject({ code: 1, text: expect.stringMatching(/^There is no "remove"/) as string });
    expect(await command('reset-link')).toMatchObject({ code: 1, text: expect.stringMatching(/^Name one username/) as string });
    expect(await command('reset-link', 'no.such.person')).toEqual({ code: 1, text: 'There is no account "no.such.person".' });
  });

  it('signs a person out everywhere', async () => {
    const person = await auth.person();
    expect(await command('sign-out', person.username.toUpperCase())).toEqual({ code: 0, text: `${person.username} is signed out everywhere.` });
    expect(await refresh(person)).toMatchObject({ status: 401 });
  });
});

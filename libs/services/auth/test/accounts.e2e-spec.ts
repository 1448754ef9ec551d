import { accountActions, mayAct, type WorkspaceRole, workspaceRoles } from '@hallway/contracts-auth';

import { accountsCommand } from '../src/accounts/accounts-command';
import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';
import { onDatabase } from './owner-query';

describe('accounts of a workspace', () => {
  let auth: AuthUnderTest;
  let owner: TestUser;
  beforeAll(async () => {
    auth = await startAuth();
    owner = await auth.person();
  });
  afterAll(() => auth?.stop());

  const setRole = (role: WorkspaceRole, { id }: TestUser) => onDatabase(auth, `UPDATE auth.users SET role = '${role}' WHERE id = '${id}'`);
  const withRole = async (role: WorkspaceRole): Promise<TestUser> => {
    const person = await auth.person();
    await setRole(role, person);
    return person;
  };
  const as = (actor: TestUser, method: string, path: string, body?: object) => auth.call(method, `/admin/users${path}`, { token: actor.accessToken, body });
  const update = (actor: TestUser, target: { id: string }, body: object) => as(actor, 'PATCH', `/${target.id}`, body);
  const login = ({ username, password }: TestUser) => auth.call('POST', '/auth/login', { body: { login: username, password, tokenTransport: 'body' } });
  const refresh = ({ refreshToken }: TestUser) => auth.call('POST', '/auth/refresh', { body: { refreshToken, tokenTransport: 'body' } });
  const command = async (...args: string[]) => {
    const printed: string[] = [];
    const code = await accountsCommand.run(args, { print: (text) => printed.push(text), withApp: (work) => work(auth.service.app) });
    return { code, text: printed.join('\n') };
  };

  /** What each action asks of the API, about a new person with this role. */
  const attempts: Record<(typeof accountActions)[number], (actor: TestUser, target: TestUser) => Promise<{ status: number; body: object }>> = {
    see: (actor, target) => as(actor, 'GET', `?query=${target.username}`),
    'set-role': (actor, target) => update(actor, target, { role: 'admin' }),
    deactivate: (actor, target) => update(actor, target, { active: false }),
    reactivate: async (actor, target) => {
      await onDatabase(auth, `UPDATE auth.users SET deactivated_at = now() WHERE id = '${target.id}'`);
      return update(actor, target, { active: true });
    },
    'sign-out': (actor, target) => as(actor, 'POST', `/${target.id}/sign-out`),
    'make-reset-link': (actor, target) => as(actor, 'POST', `/${target.id}/reset-link`),
  };

  it.each(workspaceRoles.flatMap((role) => accountActions.map((action) => [role, action] as const)))('let %s %s as the table says', async (role, action) => {
    const actor = await withRole(role);
    for (const targetRole of workspaceRoles) {
      // A role that is given already is no change, which needs no right beyond seeing.
      if (action === 'set-role' && targetRole === 'admin') continue;
      const target = await withRole(targetRole);
      const { status } = await attempts[action](actor, target);
      expect([targetRole, status < 300 ? 'done' : status]).toEqual([targetRole, mayAct(role, action, targetRole) ? 'done' : 403]);
    }
  });

  it('answer strangers 401, and those without rights the same for every id', async () => {
    const member = await auth.person();
    expect((await auth.call('GET', '/admin/users')).status).toBe(401);
    const unknown = { id: '01890000-0000-7000-8000-000000000000' };
    for (const target of [owner, unknown]) {
      expect(await update(member, target, { active: false })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await as(member, 'POST', `/${target.id}/sign-out`)).status).toBe(403);
      expect((await as(member, 'POST', `/${target.id}/reset-link`)).status).toBe(403);
    }
    expect((await update(owner, unknown, { active: false })).status).toBe(404);
  });

  it('lose their rights at once, not with their token', async () => {
    const admin = await withRole('admin');
    expect((await as(admin, 'GET', '')).status).toBe(200);
    expect((await update(owner, admin, { role: 'member' })).body).toMatchObject({ role: 'member' });
    expect((await as(admin, 'GET', '')).status).toBe(403);
  });

  it('are listed page by page, with those that are deactivated', async () => {
    const tag = `list${process.hrtime.bigint().toString(36)}`;
    const people = [];
    for (const letter of ['a', 'b', 'c']) people.push(await auth.person({ username: `${tag}.${letter}` }));
    await update(owner, people[1]!, { active: false });
    const seen: Record<string, unknown>[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await as(owner, 'GET', `?query=${tag}&limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      seen.push(...body.items);
      cursor = (body as unknown as { nextCursor: string | null }).nextCursor ?? undefined;
    } while (cursor);
    expect(seen.map(({ username, role, deactivatedAt }) => [username, role, deactivatedAt === null])).toEqual([
      [`${tag}.a`, 'member', true],
      [`${tag}.b`, 'member', false],
      [`${tag}.c`, 'member', true],
    ]);
    expect((await as(owner, 'GET', '?cursor=@@')).status).toBe(400);
  });

  it('that are deactivated are signed out, kept out, and back as they were', async () => {
    const person = await auth.person();
    expect(await update(owner, person, { active: false })).toMatchObject({ status: 200, body: { deactivatedAt: expect.any(String) as string } });
    expect((await refresh(person)).status).toBe(401);
    expect(await login(person)).toMatchObject({ status: 403, body: { code: 'account-deactivated' } });
    expect(await login({ ...person, password: 'not the password' })).toMatchObject({ status: 401, body: { code: 'bad-credentials' } });
    expect((await auth.call('GET', `/users?query=${person.username}`, { token: owner.accessToken })).body.items).toEqual([]);
    expect(await as(owner, 'POST', `/${person.id}/reset-link`)).toMatchObject({ status: 403, body: { code: 'account-deactivated' } });
    expect((await update(owner, person, { active: true })).body).toMatchObject({ deactivatedAt: null });
    expect((await login(person)).status).toBe(200);
  });

  it('are left with no session, however late a login ends', async () => {
    const person = await auth.person();
    const logins = Promise.all(Array.from({ length: 12 }, () => login(person)));
    expect((await update(owner, person, { active: false })).status).toBe(200);
    const begun = (await logins).filter(({ status }) => status === 200);
    const refreshed = await Promise.all(begun.map(({ body }) => refresh({ ...person, refreshToken: body.refreshToken })));
    expect(refreshed.filter(({ status }) => status === 200)).toEqual([]);
  });

  it('get a link for a new password from an admin, which deactivating makes void', async () => {
    const [admin, person] = [await withRole('admin'), await auth.person()];
    const link = async () => new URL(((await as(admin, 'POST', `/${person.id}/reset-link`)).body as unknown as { url: string }).url);
    const reset = (token: string) => auth.call('POST', '/auth/password-reset', { body: { token, password: 'another long password' } });
    const { pathname, hash } = await link();
    expect(pathname).toBe('/reset');
    expect((await reset(hash.slice(1))).status).toBe(204);
    const second = (await link()).hash.slice(1);
    await update(admin, person, { active: false });
    expect((await reset(second)).status).toBe(410);
  });

  it('refuse what is no role, and change nothing that is not named', async () => {
    const person = await auth.person();
    expect((await update(owner, person, { role: 'root' })).status).toBe(400);
    expect((await update(owner, person, { active: 'no' })).status).toBe(400);
    expect((await update(owner, person, {})).body).toMatchObject({ role: 'member', deactivatedAt: null });
  });

  it('are looked after at the machine as well', async () => {
    const person = await auth.person();
    expect(await command('role', person.username, 'admin')).toEqual({ code: 0, text: `${person.username} is admin now.` });
    expect((await as(person, 'GET', '?limit=1')).status).toBe(200);
    expect((await command('role', person.username, 'king')).text).toMatch(/^Say which: owner, admin, member\./);
    expect(await command('deactivate', person.username)).toMatchObject({ code: 0 });
    expect((await command('list')).text).toMatch(new RegExp(`^${person.username} +admin +deactivated `, 'm'));
    expect(await command('reactivate', person.username)).toEqual({ code: 0, text: `${person.username} can sign in again.` });
    expect((await login(person)).status).toBe(200);
  });
});

describe('the owner of a workspace', () => {
  let auth: AuthUnderTest;
  beforeEach(async () => {
    auth = await startAuth();
  });
  afterEach(() => auth?.stop());

  const update = (actor: TestUser, target: TestUser, body: object) => auth.call('PATCH', `/admin/users/${target.id}`, { token: actor.accessToken, body });
  const owners = async () => (await onDatabase(auth, `SELECT id FROM auth.users WHERE role = 'owner' AND deactivated_at IS NULL`)).rows;

  it('is the first who registers, and one only when twenty do at once', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => auth.person()));
    expect(new Set(people.map(({ id }) => id)).size).toBe(20);
    expect(await owners()).toHaveLength(1);
  });

  it('is there always: the last one can neither step down nor be deactivated', async () => {
    const owner = await auth.person();
    for (const body of [{ role: 'member' }, { active: false }])
      expect(await update(owner, owner, body)).toMatchObject({ status: 409, body: { code: 'last-owner' } });
    expect(await owners()).toHaveLength(1);
  });

  it('is left when two take each other’s role at once', async () => {
    const [one, other] = [await auth.person(), await auth.person()];
    await update(one, other, { role: 'owner' });
    const answers = await Promise.all([update(one, other, { role: 'member' }), update(other, one, { role: 'member' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await owners()).toHaveLength(1);
  });
});

import { DataSource } from 'typeorm';

import { UsersRepository } from '../src/users/users.repository';
import { type AuthUnderTest, startAuth, type TestUser } from './auth-service';

describe('people', () => {
  let auth: AuthUnderTest;
  let me: TestUser;
  beforeAll(async () => {
    auth = await startAuth();
    me = await auth.person({ username: 'zoe.first', displayName: 'Zoë Müller' });
  });
  afterAll(() => auth?.stop());

  it('shows the caller the own account and others only the public part', async () => {
    const own = await auth.call('GET', '/users/me', { token: me.accessToken });
    expect(own.body).toMatchObject({ id: me.id, username: 'zoe.first', email: me.email });
    const other = await auth.person();
    const seen = await auth.call('GET', `/users/${me.id}`, { token: other.accessToken });
    expect(Object.keys(seen.body).sort()).toEqual(['avatarUrl', 'displayName', 'id', 'statusText', 'username']);
  });

  it('changes name and status, and leaves what was not named', async () => {
    await auth.call('PATCH', '/users/me', { token: me.accessToken, body: { statusText: 'Focus 🎧' } });
    const { body } = await auth.call('PATCH', '/users/me', { token: me.accessToken, body: { displayName: 'Zoë M.' } });
    expect(body).toMatchObject({ displayName: 'Zoë M.', statusText: 'Focus 🎧' });
  });

  it('finds people by parts of username and display name', async () => {
    await auth.person({ username: 'finder.one', displayName: 'Ünique Näme' });
    const find = async (query: string) =>
      (await auth.call('GET', `/users?query=${encodeURIComponent(query)}`, { token: me.accessToken })).body.items.map((user) => user.username);
    expect(await find('FINDER')).toEqual(['finder.one']);
    expect(await find('näme')).toEqual(['finder.one']);
    expect(await find('%')).toEqual([]);
  });

  it('finds people however their names are typed', async () => {
    for (const [username, displayName] of [
      ['zb.1', 'Zoë Bläu'],
      ['ob.1', 'Seán O’Brien'],
      ['tt.1', '田中\u3000太郎'],
      ['mm.1', 'مُحَمَّد'],
      ['ist.1', 'İpek Ünlü'],
    ])
      await auth.person({ username, displayName });
    const find = async (query: string) =>
      (await auth.call('GET', `/users?query=${encodeURIComponent(query)}`, { token: me.accessToken })).body.items.map((user) => user.username);
    const typed = ['zoe blau', 'BLÄU zoë', "o'brien", 'O’BRIEN sean', '田中 太郎', '田中', 'محمد', 'ipek unlu', 'İPEK'];
    expect(await Promise.all(typed.map(find))).toEqual([['zb.1'], ['zb.1'], ['ob.1'], ['ob.1'], ['tt.1'], ['tt.1'], ['mm.1'], ['ist.1'], ['ist.1']]);
    expect(await Promise.all(['@zb.1', '＠ob.1', ' @tt '].map(find))).toEqual([['zb.1'], ['ob.1'], ['tt.1']]);
  });

  it('names those first in whose names a word begins so, page by page', async () => {
    for (const [username, displayName] of [
      ['a-fixen', 'Ann Fixen'],
      ['b-quixo', 'Ben Quixo'],
      ['c-ixora', 'Cleo Ixora'],
      ['d-other', 'Dan ixtli'],
    ])
      await auth.person({ username, displayName });
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: Record<string, unknown> } = await auth.call('GET', `/users?query=ix&limit=1${cursor ? `&cursor=${cursor}` : ''}`, {
        token: me.accessToken,
      });
      seen.push(...(body.items as { username: string }[]).map((user) => user.username));
      cursor = body.nextCursor as string | null;
    } while (cursor);
    expect(seen).toEqual(['c-ixora', 'd-other', 'a-fixen', 'b-quixo']);
  });

  it('finds people by a new name at once, and by names that an earlier version has folded', async () => {
    const person = await auth.person({ username: 'renamed.1', displayName: 'Before' });
    const find = async (query: string) =>
      (await auth.call('GET', `/users?query=${encodeURIComponent(query)}`, { token: me.accessToken })).body.items.map((user) => user.username);
    await auth.call('PATCH', '/users/me', { token: person.accessToken, body: { displayName: 'Žofie Wóz' } });
    expect([await find('zofie woz'), await find('before')]).toEqual([['renamed.1'], []]);
    await auth.service.app.get(DataSource).query(`UPDATE users SET search_text = 'old', search_version = 1 WHERE username = 'renamed.1'`);
    expect(await find('zofie')).toEqual([]);
    await auth.service.app.get(UsersRepository).refoldSome();
    expect(await find('zofie')).toEqual(['renamed.1']);
  });

  it('pages through everyone without repeats', async () => {
    for (let i = 0; i < 5; i++) await auth.person({ username: `page.${i}` });
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: Record<string, unknown> } = await auth.call('GET', `/users?query=page.&limit=2${cursor ? `&cursor=${cursor}` : ''}`, {
        token: me.accessToken,
      });
      seen.push(...(body.items as { username: string }[]).map((user) => user.username));
      cursor = body.nextCursor as string | null;
    } while (cursor);
    expect(seen).toEqual(['page.0', 'page.1', 'page.2', 'page.3', 'page.4']);
  });

  it('answers 404 for an unknown id and for what is no id, 400 for a broken cursor', async () => {
    expect((await auth.call('GET', '/users/01890000-0000-7000-8000-000000000000', { token: me.accessToken })).status).toBe(404);
    expect((await auth.call('GET', '/users/nonsense', { token: me.accessToken })).status).toBe(404);
    expect((await auth.call('GET', '/users?cursor=@@', { token: me.accessToken })).status).toBe(400);
    expect((await auth.call('GET', '/users?limit=0', { token: me.accessToken })).status).toBe(400);
  });

  it('publishes its keys at the root and below the API, without private parts', async () => {
    for (const path of ['/.well-known/jwks.json', '/api/v1/.well-known/jwks.json']) {
      const { keys } = (await (await fetch(auth.service.url + path)).json()) as { keys: Record<string, string>[] };
      expect(keys).toHaveLength(1);
      expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
      expect(keys[0]).not.toHaveProperty('d');
    }
  });

  it('keeps internal routes from those with a user token', async () => {
    const answer = await fetch(`${auth.service.url}/internal/users/lookup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${me.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userIds: [me.id] }),
    });
    expect(answer.status).toBe(401);
  });
});

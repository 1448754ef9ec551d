import { eventually } from '@hallway/testing';

import type { ApiUser, Json } from './api-user';
import { aConversation, aMember, expectProblem, faultsOf, isoTime, text, unknownId } from './shapes';
import { hallway } from './shared-hallway';

const idsOf = (page: Json): string[] => page.body.items.map(({ id }: { id: string }) => id);

describe('conversations (contract §3)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let eve: ApiUser;
  beforeAll(async () => {
    [ana, bo, eve] = (await hallway.people('ana', 'bo', 'eve')) as [ApiUser, ApiUser, ApiUser];
  });

  /** Ana owns, Bo is an admin, Eve a member. */
  async function ranks(): Promise<string> {
    const id = await hallway.group(ana, bo, eve);
    await ana.patch(`/conversations/${id}/members/${bo.id}`, { role: 'admin' });
    return id;
  }

  describe('direct', () => {
    it('answers 201 for a new pair, and 200 with the same one for either of them', async () => {
      const [one, two] = (await hallway.people('one', 'two')) as [ApiUser, ApiUser];
      const first = await one.post('/conversations', { type: 'direct', memberIds: [two.id] });
      expect([first.status, first.body]).toEqual([
        201,
        aConversation({
          type: 'direct',
          title: null,
          role: 'member',
          memberCount: 2,
          members: expect.arrayContaining([aMember({ userId: one.id }), aMember({ userId: two.id })]),
        }),
      ]);
      for (const [person, memberIds] of [
        [one, [two.id]],
        [two, [one.id]],
        [two, [two.id, one.id]],
      ] as const) {
        const again = await person.post('/conversations', { type: 'direct', memberIds });
        expect([again.status, again.body.id]).toEqual([200, first.body.id]);
      }
    });

    it('makes one for a pair that asks many times at once', async () => {
      const [one, two] = (await hallway.people('one', 'two')) as [ApiUser, ApiUser];
      const answers = await Promise.all(
        [one, two, one, two].map((person) => person.post('/conversations', { type: 'direct', memberIds: [person === one ? two.id : one.id] })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    });

    it('is of exactly two people who exist', async () => {
      for (const memberIds of [[], [ana.id], [bo.id, eve.id], [unknownId], ['x'], [bo.id, 7], 'x', null]) {
        const answer = await ana.post('/conversations', { type: 'direct', memberIds });
        expectProblem(answer, 400);
        expect(faultsOf(answer).every((path) => path.startsWith('memberIds'))).toBe(true);
      }
    });

    it('cannot be changed, deleted, left or joined', async () => {
      const { id } = (await ana.post('/conversations', { type: 'direct', memberIds: [bo.id] })).body;
      expectProblem(await ana.patch(`/conversations/${id}`, { title: 'x' }), 403);
      expectProblem(await ana.del(`/conversations/${id}`), 403);
      expectProblem(await ana.del(`/conversations/${id}/members/${ana.id}`), 403);
      expectProblem(await ana.post(`/conversations/${id}/members`, { userIds: [eve.id] }), 403);
      expectProblem(await ana.post(`/conversations/${id}/invites`, {}), 403);
      expect((await ana.patch(`/conversations/${id}`, { muted: true })).body).toMatchObject({ muted: true });
      expect((await bo.get(`/conversations/${id}`)).body).toMatchObject({ muted: false });
    });
  });

  describe('groups', () => {
    it('are made with a title and members; the maker owns them', async () => {
      const { status, body } = await ana.post('/conversations', { type: 'group', title: 'Überraschung 🎉', memberIds: [bo.id, ana.id, bo.id] });
      expect(status).toBe(201);
      expect(body).toEqual(
        aConversation({
          title: 'Überraschung 🎉',
          memberCount: 2,
          members: expect.arrayContaining([aMember({ userId: ana.id, role: 'owner' }), aMember({ userId: bo.id })]),
        }),
      );
      expect((await bo.get(`/conversations/${body.id}`)).body).toEqual({ ...body, role: 'member', members: expect.any(Array) });
    });

    it('need a title and people who exist', async () => {
      for (const [wrong, path] of [
        [{ title: '' }, 'title'],
        [{ title: undefined }, 'title'],
        [{ title: 'x'.repeat(101) }, 'title'],
        [{ title: null }, 'title'],
        [{ memberIds: undefined }, 'memberIds'],
        [{ type: 'channel' }, 'type'],
        [{ type: undefined }, 'type'],
      ] as const) {
        const answer = await ana.post('/conversations', { type: 'group', title: 'x', memberIds: [], ...wrong });
        expectProblem(answer, 400);
        expect(faultsOf(answer)).toContain(path);
      }
      const unknown = await ana.post('/conversations', { type: 'group', title: 'x', memberIds: [bo.id, unknownId] });
      expectProblem(unknown, 400, 'unknown-user');
    });

    it('list members of larger groups apart', async () => {
      const many = await Promise.all(Array.from({ length: 21 }, () => hallway.person('many')));
      const { body } = await ana.post('/conversations', { type: 'group', title: 'x', memberIds: many.map(({ id }) => id) });
      const { members: _none, ...rest } = aConversation({ memberCount: 22 });
      expect(body).toEqual(rest);
      const first = (await ana.get(`/conversations/${body.id}/members?limit=20`)).body;
      const second = (await ana.get(`/conversations/${body.id}/members?limit=20&cursor=${first.nextCursor}`)).body;
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([20, 2, null]);
      expect(new Set([...first.items, ...second.items].map(({ userId }) => userId)).size).toBe(22);
    });

    it('change title and mute by PATCH, each alone', async () => {
      const id = await ranks();
      const renamed = await bo.patch(`/conversations/${id}`, { title: 'New' });
      expect([renamed.status, renamed.body]).toEqual([200, aConversation({ id, title: 'New', role: 'admin', memberCount: 3 })]);
      expectProblem(await eve.patch(`/conversations/${id}`, { title: 'Mine' }), 403, 'forbidden');
      expect((await eve.patch(`/conversations/${id}`, { muted: true })).body).toMatchObject({ title: 'New', muted: true });
      expect((await ana.get(`/conversations/${id}`)).body).toMatchObject({ muted: false });
      expect((await eve.get('/conversations')).body.items.find((one: Json) => one.id === id).muted).toBe(true);
      expect((await eve.patch(`/conversations/${id}`, { muted: false })).body.muted).toBe(false);
      for (const wrong of [
        { title: '' },
        { title: null },
        { muted: 'yes' },
        { muted: null },
        { avatarUploadId: 7 },
        { avatarUploadId: unknownId },
        { role: 'owner' },
      ])
        expectProblem(await ana.patch(`/conversations/${id}`, wrong), 400);
    });

    it('are deleted by their owner, for everyone', async () => {
      const id = await ranks();
      for (const person of [bo, eve]) expectProblem(await person.del(`/conversations/${id}`), 403, 'forbidden');
      const answer = await ana.del(`/conversations/${id}`);
      expect([answer.status, answer.body]).toEqual([204, '']);
      for (const person of [ana, bo, eve]) {
        expectProblem(await person.get(`/conversations/${id}`), 404, 'not-found');
        await eventually(async () => expectProblem(await person.get(`/conversations/${id}/messages`), 404, 'not-found'));
        expect(idsOf(await person.get('/conversations?limit=100'))).not.toContain(id);
      }
      expectProblem(await ana.del(`/conversations/${id}`), 404, 'not-found');
    });
  });

  describe('the list', () => {
    it('is by last activity, newest first, in pages', async () => {
      const zoe = await hallway.person('zoe');
      const ids: string[] = [];
      for (let i = 0; i < 4; i++) ids.unshift(await hallway.group(zoe));
      expect(idsOf(await zoe.get('/conversations'))).toEqual(ids);
      await zoe.say(ids[3]!, 'now this is the newest');
      const order = [ids[3], ids[0], ids[1], ids[2]];
      await eventually(async () => expect(idsOf(await zoe.get('/conversations'))).toEqual(order));
      const first = await zoe.get('/conversations?limit=3');
      const second = await zoe.get(`/conversations?limit=3&cursor=${first.body.nextCursor}`);
      expect([...idsOf(first), ...idsOf(second)]).toEqual(order);
      expect(second.body.nextCursor).toBeNull();
    });

    it('shows counters, last message and mentions as the caller has them', async () => {
      const id = await hallway.group(ana, bo);
      const quiet = (await bo.get(`/conversations/${id}`)).body;
      expect(quiet).toMatchObject({ lastSeq: 0, rev: 0, readSeq: 0, unread: 0, mentionCount: 0, lastMessage: null, lastActivityAt: quiet.createdAt });
      await ana.say(id, 'one');
      const last = await ana.say(id, `two for @${bo.username}`);
      expect(last.mentions).toEqual([bo.id]);
      const loud = aConversation({
        id,
        role: 'member',
        memberCount: 2,
        lastSeq: 2,
        rev: 2,
        unread: 2,
        mentionCount: 1,
        lastMessage: last,
        lastActivityAt: last.createdAt,
      });
      expect((await bo.get(`/conversations/${id}`)).body).toEqual(loud);
      expect((await bo.get('/conversations')).body.items.find((one: Json) => one.id === id)).toEqual(loud);
      expect((await ana.get(`/conversations/${id}`)).body).toMatchObject({ readSeq: 2, unread: 0, mentionCount: 0 });
      await bo.put(`/conversations/${id}/read`, { seq: 2 });
      expect((await bo.get(`/conversations/${id}`)).body).toMatchObject({ readSeq: 2, unread: 0, mentionCount: 0 });
    });
  });

  describe('members', () => {
    it('are listed with role, time and profile', async () => {
      const id = await ranks();
      const { status, body } = await eve.get(`/conversations/${id}/members`);
      expect(status).toBe(200);
      expect(body).toEqual({ items: expect.any(Array), nextCursor: null });
      expect(body.items).toHaveLength(3);
      for (const [person, role] of [
        [ana, 'owner'],
        [bo, 'admin'],
        [eve, 'member'],
      ] as const) {
        expect(body.items).toContainEqual(
          aMember({
            userId: person.id,
            role,
            user: expect.objectContaining({ id: person.id, username: person.username, displayName: text, avatarUrl: null, statusText: '' }),
          }),
        );
      }
    });

    it('are added by owner and admins: 204, and again 204', async () => {
      const id = await ranks();
      const zoe = await hallway.person('zoe');
      expectProblem(await eve.post(`/conversations/${id}/members`, { userIds: [zoe.id] }), 403, 'forbidden');
      for (const person of [bo, bo, ana]) {
        const answer = await person.post(`/conversations/${id}/members`, { userIds: [zoe.id, eve.id] });
        expect([answer.status, answer.body]).toEqual([204, '']);
      }
      expect((await zoe.get(`/conversations/${id}`)).body).toMatchObject({ role: 'member', memberCount: 4 });
      expect((await eve.get(`/conversations/${id}`)).body.memberCount).toBe(4);
      expectProblem(await ana.post(`/conversations/${id}/members`, { userIds: [unknownId] }), 400, 'unknown-user');
      for (const userIds of [[], ['x'], null, 'x', [7]]) expectProblem(await ana.post(`/conversations/${id}/members`, { userIds }), 400);
    });

    it('added later begin with nothing unread', async () => {
      const id = await hallway.group(ana);
      await ana.say(id, 'before');
      const zoe = await hallway.person('zoe');
      await ana.post(`/conversations/${id}/members`, { userIds: [zoe.id] });
      await eventually(async () => expect((await zoe.get(`/conversations/${id}`)).body).toMatchObject({ lastSeq: 1, readSeq: 1, unread: 0 }));
      await ana.say(id, 'after');
      expect((await zoe.get(`/conversations/${id}`)).body).toMatchObject({ lastSeq: 2, readSeq: 1, unread: 1 });
    });

    it('change role by the owner only; ownership is handed over', async () => {
      const id = await ranks();
      for (const person of [bo, eve]) expectProblem(await person.patch(`/conversations/${id}/members/${eve.id}`, { role: 'admin' }), 403, 'forbidden');
      const promoted = await ana.patch(`/conversations/${id}/members/${eve.id}`, { role: 'admin' });
      expect([promoted.status, promoted.body]).toEqual([200, aMember({ userId: eve.id, role: 'admin' })]);
      expect((await eve.get(`/conversations/${id}`)).body.role).toBe('admin');
      expect((await ana.patch(`/conversations/${id}/members/${eve.id}`, { role: 'member' })).body.role).toBe('member');
      expectProblem(await ana.patch(`/conversations/${id}/members/${ana.id}`, { role: 'member' }), 409);
      expectProblem(await ana.patch(`/conversations/${id}/members/${eve.id}`, { role: 'king' }), 400);
      expectProblem(await ana.patch(`/conversations/${id}/members/${unknownId}`, { role: 'admin' }), 404, 'not-found');
      await ana.patch(`/conversations/${id}/members/${bo.id}`, { role: 'owner' });
      expect((await bo.get(`/conversations/${id}`)).body.role).toBe('owner');
      expect((await ana.get(`/conversations/${id}`)).body.role).toBe('admin');
    });

    it('are removed by those above them, or leave; the owner hands over first', async () => {
      const id = await ranks();
      expectProblem(await eve.del(`/conversations/${id}/members/${bo.id}`), 403, 'forbidden');
      expectProblem(await bo.del(`/conversations/${id}/members/${ana.id}`), 403, 'forbidden');
      const removed = await bo.del(`/conversations/${id}/members/${eve.id}`);
      expect([removed.status, removed.body]).toEqual([204, '']);
      for (const path of ['', '/messages', '/members', '/pins', '/changes?since=0'])
        expectProblem(await eve.get(`/conversations/${id}${path}`), 404, 'not-found');
      expectProblem(await bo.del(`/conversations/${id}/members/${eve.id}`), 404, 'not-found');
      expect((await bo.del(`/conversations/${id}/members/${bo.id}`)).status).toBe(204);
      expectProblem(await bo.get(`/conversations/${id}`), 404, 'not-found');
      expect((await ana.get(`/conversations/${id}`)).body.memberCount).toBe(1);
    });

    it('come back with what was sent in the meantime', async () => {
      const id = await hallway.group(ana, bo);
      await ana.del(`/conversations/${id}/members/${bo.id}`);
      await ana.say(id, 'while Bo was away');
      await ana.post(`/conversations/${id}/members`, { userIds: [bo.id] });
      await eventually(async () => expect((await bo.get(`/conversations/${id}/messages`)).body.items).toHaveLength(1));
    });
  });

  describe('invites', () => {
    it('are made by owner and admins, and let people in', async () => {
      const id = await ranks();
      const { status, body } = await bo.post(`/conversations/${id}/invites`, {});
      expect(status).toBe(201);
      expect(body).toEqual({ code: text, url: expect.stringContaining(body.code), expiresAt: isoTime, maxUses: 100 });
      expect(new URL(body.url).origin).toBe(hallway.url);
      expectProblem(await eve.post(`/conversations/${id}/invites`, {}), 403, 'forbidden');
      const zoe = await hallway.person('zoe');
      for (let i = 0; i < 2; i++) {
        const accepted = await zoe.post(`/invites/${body.code}/accept`);
        expect([accepted.status, accepted.body]).toEqual([200, aConversation({ id, role: 'member', memberCount: 4 })]);
      }
    });

    it('are listed and revoked, and do not bring back who was removed', async () => {
      const id = await ranks();
      const { code } = (await bo.post(`/conversations/${id}/invites`, {})).body;
      const listed = await ana.get(`/conversations/${id}/invites`);
      expect([listed.status, listed.body]).toEqual([
        200,
        {
          items: [{ code, url: expect.stringContaining(code), expiresAt: isoTime, maxUses: 100, createdBy: bo.id, createdAt: isoTime, uses: 0 }],
          nextCursor: null,
        },
      ]);
      expectProblem(await eve.get(`/conversations/${id}/invites`), 403, 'forbidden');
      expectProblem(await eve.del(`/conversations/${id}/invites/${code}`), 403, 'forbidden');
      await ana.del(`/conversations/${id}/members/${eve.id}`);
      expectProblem(await eve.post(`/invites/${code}/accept`), 403, 'removed');
      expect((await ana.del(`/conversations/${id}/invites/${code}`)).status).toBe(204);
      expectProblem(await (await hallway.person('zoe')).post(`/invites/${code}/accept`), 404);
    });

    it('need no body, and take a life and a number of uses', async () => {
      const id = await ranks();
      expect((await ana.post(`/conversations/${id}/invites`)).status).toBe(201);
      const { body } = await ana.post(`/conversations/${id}/invites`, { expiresIn: 60, maxUses: 1 });
      expect(body.maxUses).toBe(1);
      const seconds = (Date.parse(body.expiresAt) - Date.now()) / 1000;
      expect(seconds > 0 && seconds <= 61).toBe(true);
      const guests = (await hallway.people('one', 'two')) as [ApiUser, ApiUser];
      const answers = await Promise.all(guests.map((guest) => guest.post(`/invites/${body.code}/accept`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
      for (const wrong of [{ expiresIn: 0 }, { expiresIn: -1 }, { expiresIn: '60' }, { maxUses: 0 }, { maxUses: 1.5 }, { code: 'mine' }])
        expectProblem(await ana.post(`/conversations/${id}/invites`, wrong), 400);
    });

    it('are 404 when there is none, and when the conversation is gone', async () => {
      for (const code of ['nonsense', '%00x', '..%2f..', 'x'.repeat(500)]) expect([400, 404]).toContain((await ana.post(`/invites/${code}/accept`)).status);
      expectProblem(await ana.post('/invites/nonsense/accept'), 404);
      const id = await hallway.group(ana);
      const { code } = (await ana.post(`/conversations/${id}/invites`, {})).body;
      await ana.del(`/conversations/${id}`);
      expectProblem(await bo.post(`/invites/${code}/accept`), 404);
    });
  });
});

import { v7 as uuidv7 } from 'uuid';

import { conversationLimits, conversationsApi, conversationsInternalApi, membersApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { ConversationsFixture, type TestUser } from './conversations-fixture';

let fixture: ConversationsFixture;
beforeAll(async () => {
  fixture = await ConversationsFixture.start();
});
afterAll(() => fixture.stop());
afterEach(() => {
  fixture.peers.messagesAway = false;
});

const add = async (by: TestUser, conversationId: string, ...people: { id: string }[]) =>
  fixture.call(by, membersApi.add, { params: { conversationId }, body: { userIds: people.map(({ id }) => id) } });
const remove = async (by: TestUser, conversationId: string, person: { id: string }) =>
  fixture.call(by, membersApi.remove, { params: { conversationId, userId: person.id } });
const get = async (by: TestUser, conversationId: string) => fixture.call(by, conversationsApi.get, { params: { conversationId } });

/** Every event of a conversation has a version of its own, one after another. */
async function versions(conversationId: string): Promise<number[]> {
  const published = await fixture.published(conversationId);
  return published.slice(1).map(({ payload }) => payload.version ?? NaN);
}

const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_value, index) => from + index);

describe('adding people', () => {
  it('tells one change a person, and adding them again changes nothing', async () => {
    const { id, admin } = await fixture.ranks();
    const before = (await fixture.published(id)).length;
    const [eve, fay] = [fixture.person('eve'), fixture.person('fay')];
    expect((await add(admin, id, eve, fay)).status).toBe(204);
    expect((await add(admin, id, eve, fay)).status).toBe(204);
    const published = (await fixture.published(id)).slice(before);
    expect(published.map(({ type }) => type)).toEqual(['conversations.member-added.v1', 'conversations.member-added.v1']);
    expect(published.map(({ payload }) => payload.userId).sort()).toEqual([eve.id, fay.id].sort());
    expect(published[0]!.payload).toMatchObject({ conversationType: 'group', role: 'member', by: admin.id });
    expect((await get(eve, id)).body.memberCount).toBe(6);
  });

  it('adds none of them when one does not exist', async () => {
    const { id, owner } = await fixture.ranks();
    const { status, body } = await add(owner, id, fixture.person(), { id: uuidv7() });
    expect({ status, code: body.code, path: body.errors?.[0]?.path }).toEqual({ status: 400, code: 'unknown-user', path: 'userIds.1' });
    expect(Object.keys(await fixture.roles(id))).toHaveLength(4);
  });

  it('stops at a full conversation', async () => {
    const owner = fixture.person('owner');
    const { id } = await fixture.group(owner, fixture.people(conversationLimits.members - 2));
    const [eve, fay] = [fixture.person('eve'), fixture.person('fay')];
    expect(await add(owner, id, eve, fay)).toMatchObject({ status: 409, body: { code: 'conversation-full' } });
    const answers = await Promise.all([eve, fay, ...fixture.people(4)].map((person) => add(owner, id, person)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409, 409]);
    expect(Object.keys(await fixture.roles(id))).toHaveLength(conversationLimits.members);
  });

  it('takes at most a hundred at once', async () => {
    const { id, owner } = await fixture.ranks();
    const people = Array.from({ length: conversationLimits.addAtOnce + 1 }, () => ({ id: uuidv7() }));
    expect(await add(owner, id, ...people)).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });
});

describe('the list of members', () => {
  it('comes page by page in the order of joining', async () => {
    const owner = fixture.person('owner');
    const { id: conversationId } = await fixture.group(owner);
    const joined = fixture.people(4);
    for (const person of joined) await add(owner, conversationId, person);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const { body } = await fixture.call(owner, membersApi.list, { params: { conversationId }, query: { limit: 2, ...(cursor && { cursor }) } });
      seen.push(...body.items.map(({ userId }) => userId));
      ({ nextCursor: cursor } = body);
    } while (cursor);
    expect(seen).toEqual([owner, ...joined].map(({ id }) => id));
  });

  it.each(['x', 'bnVsbA', Buffer.from('{"joinedAt":"now","userId":"me"}').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    const owner = fixture.person();
    const { id: conversationId } = await fixture.group(owner);
    expect(await fixture.call(owner, membersApi.list, { params: { conversationId }, query: { cursor } })).toMatchObject({
      status: 400,
      body: { code: 'validation-failed', errors: [{ path: 'cursor' }] },
    });
  });
});

describe('roles', () => {
  it.each([
    ['owner', 'admin', 204],
    ['owner', 'member', 204],
    ['admin', 'owner', 403],
    ['admin', 'admin', 204],
    ['admin', 'member', 204],
    ['member', 'owner', 403],
    ['member', 'admin', 403],
    ['member', 'other', 403],
  ] as const)('an %s who removes the %s gets %i', async (by, target, status) => {
    const ranks = await fixture.ranks();
    expect((await remove(ranks[by], ranks.id, ranks[target])).status).toBe(status);
    const left = Object.keys(await fixture.roles(ranks.id));
    expect(left.includes(ranks[target].id)).toBe(status === 403);
  });

  it.each([
    ['owner', 204],
    ['admin', 204],
    ['member', 403],
  ] as const)('an %s who adds a user gets %i', async (by, status) => {
    const ranks = await fixture.ranks();
    expect((await add(ranks[by], ranks.id, fixture.person())).status).toBe(status);
  });

  it.each([
    ['owner', 200],
    ['admin', 403],
    ['member', 403],
  ] as const)('an %s who changes a role or the title gets %i or 403', async (by, status) => {
    const ranks = await fixture.ranks();
    expect(await fixture.setRole(ranks[by], ranks.id, ranks.other, 'admin')).toBe(status);
    const title = await fixture.call(ranks[by], conversationsApi.update, { params: { conversationId: ranks.id }, body: { title: 'New' } });
    expect(title.status).toBe(by === 'member' ? 403 : 200);
  });

  it.each([
    ['owner', 204],
    ['admin', 403],
    ['member', 403],
  ] as const)('an %s who deletes the group gets %i', async (by, status) => {
    const ranks = await fixture.ranks();
    expect((await fixture.call(ranks[by], conversationsApi.delete, { params: { conversationId: ranks.id } })).status).toBe(status);
    expect((await get(ranks.owner, ranks.id)).status).toBe(status === 204 ? 404 : 200);
    expect((await fixture.published(ranks.id)).at(-1)?.type === 'conversations.conversation-deleted.v1').toBe(status === 204);
  });

  it('hands ownership over, in two steps without two owners', async () => {
    const { id, owner, admin } = await fixture.ranks();
    expect(await fixture.setRole(owner, id, admin, 'owner')).toBe(200);
    expect(await fixture.roles(id)).toMatchObject({ [owner.id]: 'admin', [admin.id]: 'owner' });
    expect((await fixture.published(id)).slice(-2).map(({ payload }) => [payload.userId, payload.role, payload.version])).toEqual([
      [owner.id, 'admin', 3],
      [admin.id, 'owner', 4],
    ]);
  });

  it('keeps its owner until there is another one', async () => {
    const { id, owner } = await fixture.ranks();
    const params = { conversationId: id, userId: owner.id };
    expect(await fixture.call(owner, membersApi.changeRole, { params, body: { role: 'member' } })).toMatchObject({
      status: 409,
      body: { code: 'owner-required' },
    });
    expect(await fixture.setRole(owner, id, owner, 'owner')).toBe(200);
    expect(await versions(id)).toEqual([2]);
  });

  it('does not know a person who is no member', async () => {
    const { id, owner, stranger } = await fixture.ranks();
    expect(await fixture.setRole(owner, id, stranger, 'admin')).toBe(404);
    expect((await remove(owner, id, stranger)).status).toBe(404);
  });
});

describe('leaving', () => {
  it('gives an owner’s place to the admin who is in it for longest, else to a member', async () => {
    const { id, owner, admin, member, other } = await fixture.ranks();
    await fixture.setRole(owner, id, other, 'admin');
    expect((await remove(owner, id, owner)).status).toBe(204);
    expect(await fixture.roles(id)).toEqual({ [admin.id]: 'owner', [other.id]: 'admin', [member.id]: 'member' });
    await remove(admin, id, admin);
    await remove(other, id, other);
    expect(await fixture.roles(id)).toEqual({ [member.id]: 'owner' });
    expect(await versions(id)).toEqual(countUp(2, 9));
  });

  it('ends a group with its last member', async () => {
    const owner = fixture.person();
    const { id } = await fixture.group(owner);
    expect((await remove(owner, id, owner)).status).toBe(204);
    expect((await get(owner, id)).status).toBe(404);
    expect((await fixture.published(id)).map(({ type, payload }) => [type, payload.version]).slice(1)).toEqual([
      ['conversations.member-removed.v1', 2],
      ['conversations.conversation-deleted.v1', 3],
    ]);
  });

  it('is not possible in a direct conversation, and neither is any other change of it', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.direct(ada, ben);
    const answers = [
      await remove(ada, conversationId, ada),
      await remove(ada, conversationId, ben),
      await add(ada, conversationId, fixture.person()),
      await fixture.call(ada, membersApi.changeRole, { params: { conversationId, userId: ben.id }, body: { role: 'admin' } }),
      await fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { title: 'Us' } }),
      await fixture.call(ada, conversationsApi.delete, { params: { conversationId } }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'direct-conversation-fixed']);
  });
});

describe('an addition', () => {
  it('is known to messages before it is answered, and stands when messages is away', async () => {
    const { id, admin } = await fixture.ranks();
    const [cleo, dan, eve] = [fixture.person(), fixture.person(), fixture.person()];
    expect((await add(admin, id, cleo, dan)).status).toBe(204);
    expect((await add(admin, id, cleo)).status).toBe(204);
    const pushed = fixture.peers.additions.filter(({ conversationId }) => conversationId === id);
    expect(pushed).toEqual((await fixture.published(id)).slice(-2).map(({ payload }) => payload));
    expect(pushed.map(({ username }) => username)).toEqual([cleo.username, dan.username]);
    fixture.peers.messagesAway = true;
    expect((await add(admin, id, eve)).status).toBe(204);
    expect((await fixture.published(id)).at(-1)).toMatchObject({ type: 'conversations.member-added.v1', payload: { userId: eve.id } });
  });
});

describe('a removal', () => {
  it('is known to messages and realtime before it is answered', async () => {
    const { id, admin, member } = await fixture.ranks();
    expect((await remove(admin, id, member)).status).toBe(204);
    const pushed = fixture.peers.removals.filter(({ conversationId }) => conversationId === id);
    expect(pushed).toEqual([(await fixture.published(id)).at(-1)!.payload]);
    expect(pushed).toMatchObject([{ userId: member.id, username: member.username, version: 3, by: admin.id }]);
    expect(fixture.peers.liveRemovals.filter(({ conversationId }) => conversationId === id)).toEqual(pushed);
  });

  it('stands when messages is away: the event tells it', async () => {
    const { id, admin, member } = await fixture.ranks();
    fixture.peers.messagesAway = true;
    expect((await remove(admin, id, member)).status).toBe(204);
    expect((await fixture.published(id)).at(-1)).toMatchObject({ type: 'conversations.member-removed.v1', payload: { userId: member.id } });
  });

  it('shuts every door at once', async () => {
    const { id, admin, member } = await fixture.ranks();
    await get(member, id);
    await remove(admin, id, member);
    expect((await get(member, id)).status).toBe(404);
    expect((await fixture.call(member, membersApi.list, { params: { conversationId: id } })).status).toBe(404);
    expect((await fixture.call(member, conversationsApi.list)).body.items).toEqual([]);
    const { body } = await fixture.ask(conversationsInternalApi.views, { params: { conversationId: id }, body: { userIds: [member.id] } });
    expect(body.views).toEqual([]);
    expect((await get(admin, id)).body.members?.map(({ userId }) => userId)).not.toContain(member.id);
  });
});

describe('changes at the same time', () => {
  it('each get the next version, in the order in which they are told', async () => {
    const { id, owner, admin, member, other } = await fixture.ranks();
    const people = fixture.people(12);
    await Promise.all([
      ...people.map((person, index) => add(index % 2 ? owner : admin, id, person)),
      remove(owner, id, member),
      remove(other, id, other),
      remove(owner, id, owner),
      ...people.map((person) => remove(admin, id, person)),
    ]);
    const published = await versions(id);
    expect(published).toEqual(countUp(2, published.length + 1));
    const snapshot = await fixture.ask(conversationsInternalApi.members, { params: { conversationId: id } });
    expect(snapshot.body.version).toBe(published.length + 1);
    const owners = Object.values(await fixture.roles(id)).filter((role) => role === 'owner');
    expect(owners).toHaveLength(1);
    const { rows } = await fixture.sql.query<{ member_count: number }>('select member_count from conversations where id = $1', [id]);
    expect(rows[0]?.member_count).toBe(snapshot.body.members.length);
  });

  it('the events lead to the membership that is stored', async () => {
    const { id, owner, admin, member } = await fixture.ranks();
    await Promise.all([add(owner, id, ...fixture.people(3)), remove(admin, id, member), fixture.setRole(owner, id, admin, 'owner')]);
    const [created, ...changes] = await fixture.published(id);
    const { members } = (created!.payload as unknown as { membership: { members: { userId: string; role: string }[] } }).membership;
    const replayed = new Map(members.map(({ userId, role }) => [userId, role]));
    for (const { type, payload } of changes) {
      if (type === 'conversations.member-removed.v1') replayed.delete(payload.userId!);
      else replayed.set(payload.userId!, payload.role!);
    }
    expect(Object.fromEntries(replayed)).toEqual(await fixture.roles(id));
  });
});

describe('the cache', () => {
  it('is filled by reading and dropped by every change', async () => {
    const { Redis } = await import('ioredis');
    const redis = new Redis(fixture.redis.url, { keyPrefix: fixture.redis.prefix });
    try {
      const { id, owner, member } = await fixture.ranks();
      await get(owner, id);
      expect(await redis.ttl(`conversation:${id}`)).toBeGreaterThan(3500);
      await remove(owner, id, member);
      await eventually(async () => (await redis.exists(`conversation:${id}`)) === 0);
    } finally {
      redis.disconnect();
    }
  });

  it('never brings back what an older entry says', async () => {
    const { Redis } = await import('ioredis');
    const redis = new Redis(fixture.redis.url, { keyPrefix: fixture.redis.prefix });
    try {
      const { id, owner, member } = await fixture.ranks();
      await get(owner, id);
      const old = await redis.get(`conversation:${id}`);
      await remove(owner, id, member);
      await eventually(async () => (await redis.exists(`conversation:${id}`)) === 0);
      await redis.set(`conversation:${id}`, old!);
      expect((await get(owner, id)).body).toMatchObject({ memberCount: 3 });
    } finally {
      redis.disconnect();
    }
  });
});

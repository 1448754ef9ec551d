import { conversationLimits, conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';

import { ConversationsFixture, type TestUser } from './conversations-fixture';

let fixture: ConversationsFixture;
beforeAll(async () => {
  fixture = await ConversationsFixture.start();
});
afterAll(() => fixture.stop());

const invite = async (by: TestUser, conversationId: string, body: { maxUses?: number; expiresIn?: number } = {}) =>
  fixture.call(by, invitesApi.create, { params: { conversationId }, body });
const accept = async (by: TestUser, code: string) => fixture.call(by, invitesApi.accept, { params: { code } });
const uses = async (code: string) => (await fixture.sql.query<{ uses: number }>('select uses from invites where code = $1', [code])).rows[0]?.uses;

describe('making an invite', () => {
  it('answers a link that holds for a week and for a hundred people', async () => {
    const { id, admin } = await fixture.ranks();
    const { status, body } = await invite(admin, id);
    expect(status).toBe(201);
    expect(body).toMatchObject({ url: `https://chat.example.org/invite/${body.code}`, maxUses: 100 });
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000);
  });

  it.each([
    ['owner', 201],
    ['admin', 201],
    ['member', 403],
    ['stranger', 404],
  ] as const)('by the %s gets %i', async (by, status) => {
    const ranks = await fixture.ranks();
    expect((await invite(ranks[by], ranks.id)).status).toBe(status);
  });

  it('is not possible for a direct conversation', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id } = await fixture.direct(ada, ben);
    expect(await invite(ada, id)).toMatchObject({ status: 403, body: { code: 'direct-conversation-fixed' } });
  });

  it.each([{ maxUses: 0 }, { maxUses: 1001 }, { expiresIn: 59 }, { expiresIn: 2_592_001 }])('refuses %j', async (body) => {
    const { id, owner } = await fixture.ranks();
    expect(await invite(owner, id, body)).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });
});

const list = async (by: TestUser, conversationId: string, query: { limit?: number; cursor?: string } = {}) =>
  fixture.call(by, invitesApi.list, { params: { conversationId }, query });
const revoke = async (by: TestUser, conversationId: string, code: string) => fixture.call(by, invitesApi.revoke, { params: { conversationId, code } });
const remove = async (by: TestUser, conversationId: string, person: TestUser) =>
  fixture.call(by, membersApi.remove, { params: { conversationId, userId: person.id } });

describe('the list of invites', () => {
  it('shows those that still let people in, newest first, with how many came', async () => {
    const { id, owner, admin, stranger } = await fixture.ranks();
    const made = [];
    for (const by of [owner, admin, owner]) made.push((await invite(by, id, { maxUses: 2 })).body.code);
    const {
      body: { code: usedUp },
    } = await invite(owner, id, { maxUses: 1 });
    await accept(stranger, usedUp);
    await accept(fixture.person(), made[0]!);
    const { body } = await list(admin, id);
    expect(body.items.map(({ code, uses: used }) => [code, used])).toEqual([
      [made[2], 0],
      [made[1], 0],
      [made[0], 1],
    ]);
    expect(body.nextCursor).toBeNull();
    await fixture.setRole(owner, id, admin, 'member');
    expect((await list(owner, id)).body.items.map(({ code }) => code)).toEqual([made[2], made[0]]);
  });

  it('comes in pages', async () => {
    const { id, owner } = await fixture.ranks();
    const made = new Set<string>();
    for (let i = 0; i < 5; i++) made.add((await invite(owner, id)).body.code);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list(owner, id, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...body.items.map(({ code }) => code));
      cursor = body.nextCursor ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen)]).toEqual([5, made]);
  });

  it.each([
    ['owner', 200],
    ['admin', 200],
    ['member', 403],
    ['stranger', 404],
  ] as const)('is for the %s: %i', async (by, status) => {
    const ranks = await fixture.ranks();
    expect((await list(ranks[by], ranks.id)).status).toBe(status);
  });

  it('has room for a hundred', async () => {
    const { id, owner } = await fixture.ranks();
    await fixture.sql.query(
      `insert into invites (code, conversation_id, created_by, expires_at, max_uses)
       select gen_random_uuid(), $1, $2, now() + interval '1 day', 5 from generate_series(1, $3)`,
      [id, owner.id, conversationLimits.invites - 2],
    );
    const answers = await Promise.all(Array.from({ length: 4 }, () => invite(owner, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('too-many-invites');
    const first = (await list(owner, id, { limit: 1 })).body.items[0]!;
    await revoke(owner, id, first.code);
    expect((await invite(owner, id)).status).toBe(201);
  });
});

describe('revoking an invite', () => {
  it('ends it with the answer', async () => {
    const { id, owner, admin, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    expect((await revoke(admin, id, code)).status).toBe(204);
    expect(await accept(stranger, code)).toMatchObject({ status: 404, body: { code: 'invite-invalid' } });
    expect(await revoke(admin, id, code)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await list(admin, id)).body.items).toEqual([]);
  });

  it.each([
    ['member', 403],
    ['stranger', 404],
  ] as const)('is refused to the %s with %i', async (by, status) => {
    const ranks = await fixture.ranks();
    const {
      body: { code },
    } = await invite(ranks.owner, ranks.id);
    expect((await revoke(ranks[by], ranks.id, code)).status).toBe(status);
    expect((await accept(ranks.stranger, code)).status).toBe(200);
  });

  it('does not reach the invites of another group', async () => {
    const [one, other] = [await fixture.ranks(), await fixture.ranks()];
    const {
      body: { code },
    } = await invite(other.owner, other.id);
    expect((await revoke(one.owner, one.id, code)).status).toBe(404);
    expect((await accept(other.stranger, code)).status).toBe(200);
  });

  it('lets no one in after it, however many come at the same time', async () => {
    const { id, owner } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    const people = fixture.people(8);
    const [, ...answers] = await Promise.all([revoke(owner, id, code), ...people.map((person) => accept(person, code))]);
    const joined = answers.filter(({ status }) => status === 200).length;
    expect(Object.keys(await fixture.roles(id))).toHaveLength(4 + joined);
    expect((await accept(fixture.person(), code)).status).toBe(404);
  });
});

describe('who was removed', () => {
  it('does not come back by a link made before, and the link loses no use', async () => {
    const { id, owner, admin, member } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await remove(admin, id, member);
    expect(await accept(member, code)).toMatchObject({ status: 403, body: { code: 'removed' } });
    expect(await uses(code)).toBe(0);
    expect((await accept(fixture.person(), code)).status).toBe(200);
  });

  it('comes back by a link made after, and not by the older one when removed again', async () => {
    const { id, owner, member } = await fixture.ranks();
    await remove(owner, id, member);
    const {
      body: { code },
    } = await invite(owner, id);
    expect((await accept(member, code)).status).toBe(200);
    await remove(owner, id, member);
    expect((await accept(member, code)).body.code).toBe('removed');
  });

  it('is let in again by an admin', async () => {
    const { id, owner, member } = await fixture.ranks();
    await remove(owner, id, member);
    expect((await fixture.call(owner, membersApi.add, { params: { conversationId: id }, body: { userIds: [member.id] } })).status).toBe(204);
    expect((await fixture.roles(id))[member.id]).toBe('member');
  });

  it('is remembered only while an older link is left', async () => {
    const { id, owner, member, other } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await remove(owner, id, member);
    await revoke(owner, id, code);
    await remove(owner, id, other);
    const { rows } = await fixture.sql.query<{ user_id: string }>('select user_id from removals where conversation_id = $1', [id]);
    expect(rows.map(({ user_id }) => user_id)).toEqual([other.id]);
  });

  it('is not a user who left: they may come back', async () => {
    const { id, owner, member } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await remove(member, id, member);
    expect((await accept(member, code)).status).toBe(200);
  });

  it('stays out when the link is used at the moment of the removal', async () => {
    const { id, owner, member } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await Promise.all([remove(owner, id, member), ...Array.from({ length: 6 }, () => accept(member, code))]);
    expect((await fixture.roles(id))[member.id]).toBeUndefined();
    expect((await accept(member, code)).body.code).toBe('removed');
  });
});

describe('accepting an invite', () => {
  it('joins, once, and tells it', async () => {
    const { id, owner, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    const first = await accept(stranger, code);
    expect(first).toMatchObject({ status: 200, body: { id, role: 'member', memberCount: 5 } });
    expect(await accept(stranger, code)).toMatchObject({ status: 200, body: { id, memberCount: 5 } });
    expect(await uses(code)).toBe(1);
    expect((await fixture.published(id)).at(-1)).toMatchObject({
      type: 'conversations.member-added.v1',
      payload: { userId: stranger.id, by: stranger.id, version: 3 },
    });
  });

  it('lets in as many as it says, however many come at the same time', async () => {
    const { id, owner } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id, { maxUses: 3 });
    const answers = await Promise.all(fixture.people(10).map((person) => accept(person, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) expect([status, body.code]).toEqual([404, 'invite-invalid']);
    expect([await uses(code), Object.keys(await fixture.roles(id)).length]).toEqual([3, 7]);
  });

  it('is a success for members even when it is used up, so that a retry is safe', async () => {
    const { id, owner, member, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id, { maxUses: 1 });
    expect((await accept(member, code)).status).toBe(200);
    expect(await uses(code)).toBe(0);
    await accept(stranger, code);
    expect((await accept(stranger, code)).status).toBe(200);
  });

  it('fails once it has run out', async () => {
    const { id, owner, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await fixture.sql.query(`update invites set expires_at = now() - interval '1 second' where code = $1`, [code]);
    expect(await accept(stranger, code)).toMatchObject({ status: 404, body: { code: 'invite-invalid' } });
  });

  it.each(['leaves', 'is made a member'])('fails once its maker %s', async (what) => {
    const { id, owner, admin, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(admin, id);
    if (what === 'leaves') await fixture.call(admin, membersApi.remove, { params: { conversationId: id, userId: admin.id } });
    else await fixture.setRole(owner, id, admin, 'member');
    expect(await accept(stranger, code)).toMatchObject({ status: 404, body: { code: 'invite-invalid' } });
  });

  it('fails when the group is gone, or the code was never made', async () => {
    const { id, owner, stranger } = await fixture.ranks();
    const {
      body: { code },
    } = await invite(owner, id);
    await fixture.call(owner, conversationsApi.delete, { params: { conversationId: id } });
    for (const wrong of [code, 'nonsense', '%00', 'x'.repeat(500)]) {
      expect((await accept(stranger, wrong)).body?.code).toBe('invite-invalid');
    }
  });
});

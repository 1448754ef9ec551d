import * as contracts from '@hallway/contracts-conversations';
import { conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import { Logger } from '@hallway/service-kit/log';
import { changingRoutes } from '@hallway/testing';

import { ConversationsFixture } from './conversations-fixture';

type Ranks = Awaited<ReturnType<ConversationsFixture['ranks']>>;

describe('audit lines', () => {
  let fixture: ConversationsFixture;
  let ranks: Ranks;
  const written = jest.spyOn(Logger.prototype, 'audit');
  beforeAll(async () => {
    fixture = await ConversationsFixture.start();
  });
  afterAll(async () => {
    written.mockRestore();
    await fixture?.stop();
  });
  beforeEach(async () => {
    ranks = await fixture.ranks();
    written.mockClear();
  });

  const audited = (): Record<string, unknown>[] => written.mock.calls.map(([action, fields]) => ({ action, ...fields }));
  const params = () => ({ conversationId: ranks.id });
  const invite = async () => (await fixture.call(ranks.owner, invitesApi.create, { params: params(), body: {} })).body.code;

  /** What each route that changes something records; a new route without a row fails. */
  const recorded: Record<string, { call: () => Promise<unknown>; lines: () => object[] }> = {
    'POST /conversations': {
      call: () => fixture.group(ranks.owner, [ranks.other], 'typed title'),
      lines: () => [
        { action: 'conversation-created', type: 'group', conversationId: expect.any(String) },
        { action: 'members-added', members: [ranks.other.id], conversationId: expect.any(String) },
      ],
    },
    'PATCH /conversations/:conversationId': {
      call: () => fixture.call(ranks.owner, conversationsApi.update, { params: params(), body: { title: 'typed title', muted: true } }),
      lines: () => [{ action: 'conversation-changed', fields: ['title'] }],
    },
    'DELETE /conversations/:conversationId': {
      call: () => fixture.call(ranks.owner, conversationsApi.delete, { params: params() }),
      lines: () => [{ action: 'conversation-deleted' }],
    },
    'POST /conversations/:conversationId/members': {
      call: () => fixture.call(ranks.owner, membersApi.add, { params: params(), body: { userIds: [ranks.other.id, ranks.stranger.id] } }),
      lines: () => [{ action: 'members-added', members: [ranks.stranger.id] }],
    },
    'PATCH /conversations/:conversationId/members/:userId': {
      call: () => fixture.setRole(ranks.owner, ranks.id, ranks.member, 'owner'),
      lines: () => [{ action: 'roles-changed', roles: [`${ranks.owner.id} admin`, `${ranks.member.id} owner`] }],
    },
    'DELETE /conversations/:conversationId/members/:userId': {
      call: () => fixture.call(ranks.owner, membersApi.remove, { params: { ...params(), userId: ranks.member.id } }),
      lines: () => [{ action: 'member-removed', member: ranks.member.id }],
    },
    'POST /conversations/:conversationId/invites': {
      call: invite,
      lines: () => [{ action: 'invite-created', maxUses: 100, expiresAt: expect.any(Date) }],
    },
    'DELETE /conversations/:conversationId/invites/:code': {
      call: async () => fixture.call(ranks.owner, invitesApi.revoke, { params: { ...params(), code: await invite() } }),
      lines: () => [{ action: 'invite-created' }, { action: 'invite-revoked' }],
    },
    'POST /invites/:code/accept': {
      call: async () => fixture.call(ranks.stranger, invitesApi.accept, { params: { code: await invite() } }),
      lines: () => [{ action: 'invite-created' }, { action: 'members-added', members: [ranks.stranger.id], by: ranks.stranger.id, invitedBy: ranks.owner.id }],
    },
  };

  it('are there for every route that changes something', () => {
    expect(Object.keys(recorded).sort()).toEqual(changingRoutes('conversations', contracts).sort());
  });

  it.each(Object.keys(recorded))('of %s say who did what, once it is committed', async (route) => {
    const { call, lines } = recorded[route]!;
    await call();
    const common = { outcome: 'success', conversationId: ranks.id, by: ranks.owner.id };
    expect(audited()).toEqual(lines().map((line) => expect.objectContaining({ ...common, ...line }) as unknown));
    expect(JSON.stringify(audited())).not.toContain('typed');
  });

  it('tell of a direct conversation once, and of one who leaves', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id } = await fixture.direct(ada, ben);
    await fixture.direct(ben, ada);
    await fixture.call(ranks.member, membersApi.remove, { params: { ...params(), userId: ranks.member.id } });
    expect(audited()).toEqual([
      { action: 'conversation-created', outcome: 'success', conversationId: id, type: 'direct', by: ada.id },
      { action: 'members-added', outcome: 'success', conversationId: id, members: [ben.id], by: ada.id },
      { action: 'member-removed', outcome: 'success', conversationId: ranks.id, member: ranks.member.id, by: ranks.member.id },
    ]);
  });

  it('tell of many people in several lines, none of which is too long', async () => {
    const others = fixture.people(250);
    await fixture.group(ranks.owner, others);
    const added = audited().filter(({ action }) => action === 'members-added');
    expect(added.map(({ members }) => (members as string[]).length)).toEqual([100, 100, 50]);
    expect(added.flatMap(({ members }) => members)).toEqual(others.map(({ id }) => id));
    expect(audited()[0]).toMatchObject({ action: 'conversation-created' });
    expect(Math.max(...audited().map((line) => JSON.stringify(line).length))).toBeLessThan(8_000);
  });

  it('tell of a deletion when the last one leaves, and of the heir of an owner who does', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id } = await fixture.group(ada, [ben]);
    written.mockClear();
    for (const person of [ada, ben]) await fixture.call(person, membersApi.remove, { params: { conversationId: id, userId: person.id } });
    expect(audited().map(({ action, by }) => [action, by])).toEqual([
      ['member-removed', ada.id],
      ['roles-changed', ada.id],
      ['member-removed', ben.id],
      ['conversation-deleted', ben.id],
    ]);
  });

  it('say nothing of a change that changes nothing, or of the own view alone', async () => {
    const { title } = (await fixture.call(ranks.owner, conversationsApi.get, { params: params() })).body;
    await fixture.call(ranks.owner, conversationsApi.update, { params: params(), body: { title: title ?? '' } });
    await fixture.call(ranks.owner, conversationsApi.update, { params: params(), body: { muted: true } });
    await fixture.call(ranks.owner, membersApi.add, { params: params(), body: { userIds: [ranks.other.id] } });
    await fixture.setRole(ranks.owner, ranks.id, ranks.admin, 'admin');
    expect(audited()).toEqual([]);
  });

  it('tell what was refused, without its content', async () => {
    await fixture.call(ranks.member, conversationsApi.update, { params: params(), body: { title: 'typed title' } });
    expect(audited()).toEqual([{ action: 'access', outcome: 'refused', problem: 'forbidden' }]);
  });
});

import { conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import { ConversationsFixture, type Person } from './conversations-fixture';

let hall: ConversationsFixture;
beforeAll(async () => {
  hall = await ConversationsFixture.start();
});
afterAll(() => hall.stop());

const invite = async (by: Person, conversationId: string, body: { maxUses?: number; expiresIn?: number } = {}) =>
  hall.call(by, invitesApi.create, { params: { conversationId }, body });
const accept = async (by: Person, code: string) => hall.call(by, invitesApi.accept, { params: { code } });
const uses = async (code: string) => (await hall.sql.query<{ uses: number }>('select uses from invites where code = $1', [code])).rows[0]?.uses;

describe('making an invite', () => {
  it('answers a link that holds for a week and for any number of people', async () => {
    const { id, admin } = await hall.ranks();
    const { status, body } = await invite(admin, id);
    expect(status).toBe(201);
    expect(body).toMatchObject({ url: `https://chat.example.org/invite/${body.code}`, maxUses: null });
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000);
  });

  it.each([['owner', 201], ['admin', 201], ['member', 403], ['stranger', 404]] as const)('by the %s gets %i', async (by, status) => {
    const ranks = await hall.ranks();
    expect((await invite(ranks[by], ranks.id)).status).toBe(status);
  });

  it('is not possible for a direct conversation', async () => {
    const [ada, ben] = [hall.person('ada'), hall.person('ben')];
    const { id } = await hall.direct(ada, ben);
    expect(await invite(ada, id)).toMatchObject({ status: 403, body: { code: 'direct-conversation-fixed' } });
  });

  it.each([{ maxUses: 0 }, { maxUses: 1001 }, { expiresIn: 59 }, { expiresIn: 2_592_001 }])('refuses %j', async (body) => {
    const { id, owner } = await hall.ranks();
    expect(await invite(owner, id, body)).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });
});

describe('accepting an invite', () => {
  it('joins, once, and tells it', async () => {
    const { id, owner, stranger } = await hall.ranks();
    const { body: { code } } = await invite(owner, id);
    const first = await accept(stranger, code);
    expect(first).toMatchObject({ status: 200, body: { id, role: 'member', memberCount: 5 } });
    expect(await accept(stranger, code)).toMatchObject({ status: 200, body: { id, memberCount: 5 } });
    expect(await uses(code)).toBe(1);
    expect((await hall.told(id)).at(-1)).toMatchObject({ type: 'conversations.member-added.v1', payload: { userId: stranger.id, by: stranger.id, version: 3 } });
  });

  it('lets in as many as it says, whoever comes at the same time', async () => {
    const { id, owner } = await hall.ranks();
    const { body: { code } } = await invite(owner, id, { maxUses: 3 });
    const answers = await Promise.all(hall.people(10).map((person) => accept(person, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) expect([status, body.code]).toEqual([404, 'invite-invalid']);
    expect([await uses(code), Object.keys(await hall.roles(id)).length]).toEqual([3, 7]);
  });

  it('is a success for members even when it is used up, so that a retry is safe', async () => {
    const { id, owner, member, stranger } = await hall.ranks();
    const { body: { code } } = await invite(owner, id, { maxUses: 1 });
    expect((await accept(member, code)).status).toBe(200);
    expect(await uses(code)).toBe(0);
    await accept(stranger, code);
    expect((await accept(stranger, code)).status).toBe(200);
  });

  it('fails once it has run out', async () => {
    const { id, owner, stranger } = await hall.ranks();
    const { body: { code } } = await invite(owner, id);
    await hall.sql.query(`update invites set expires_at = now() - interval '1 second' where code = $1`, [code]);
    expect(await accept(stranger, code)).toMatchObject({ status: 404, body: { code: 'invite-invalid' } });
  });

  it.each(['leaves', 'is made a member'])('fails once its maker %s', async (what) => {
    const { id, owner, admin, stranger } = await hall.ranks();
    const { body: { code } } = await invite(admin, id);
    if (what === 'leaves') await hall.call(admin, membersApi.remove, { params: { conversationId: id, userId: admin.id } });
    else await hall.setRole(owner, id, admin, 'member');
    expect(await accept(stranger, code)).toMatchObject({ status: 404, body: { code: 'invite-invalid' } });
  });

  it('fails when the group is gone, or the code was never made', async () => {
    const { id, owner, stranger } = await hall.ranks();
    const { body: { code } } = await invite(owner, id);
    await hall.call(owner, conversationsApi.delete, { params: { conversationId: id } });
    for (const wrong of [code, 'nonsense', '%00', 'x'.repeat(500)]) {
      expect((await accept(stranger, wrong)).body?.code).toBe('invite-invalid');
    }
  });
});

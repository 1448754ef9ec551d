import { v7 as uuidv7 } from 'uuid';

import { conversationLimits, conversationsApi, conversationsInternalApi } from '@hallway/contracts-conversations';

import { ConversationsFixture } from './conversations-fixture';

let fixture: ConversationsFixture;
beforeAll(async () => {
  fixture = await ConversationsFixture.start();
});
afterAll(() => fixture.stop());
afterEach(() => {
  fixture.peers.messagesAway = false;
});

describe('a direct conversation', () => {
  it('is one for a pair, however many start it at once from both sides', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const start = (index: number) => {
      const [one, other] = index % 2 ? [ada, ben] : [ben, ada];
      return fixture.call(one, conversationsApi.create, { body: { type: 'direct', memberIds: [other.id] } });
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_value, index) => start(index)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(await fixture.published([...ids][0]!)).toHaveLength(1);
  });

  it('shows both people as members without a title', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const conversation = await fixture.direct(ada, ben);
    expect(conversation).toMatchObject({ type: 'direct', title: null, avatarUrl: null, memberCount: 2, role: 'member', unread: 0, muted: false });
    expect(conversation.members?.map(({ user }) => user.displayName).sort()).toEqual(['ada', 'ben']);
  });

  it.each([
    ['no one', () => []],
    ['oneself', (me: string) => [me]],
    ['two others', () => [uuidv7(), uuidv7()]],
  ])('is refused with %s', async (_name, memberIds) => {
    const ada = fixture.person();
    const { status, body } = await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: memberIds(ada.id) } });
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 400, path: 'memberIds' });
  });

  it('is refused with a user who does not exist, naming the place', async () => {
    const ada = fixture.person();
    const { status, body } = await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [uuidv7()] } });
    expect({ status, code: body.code, path: body.errors?.[0]?.path }).toEqual({ status: 400, code: 'unknown-user', path: 'memberIds.0' });
  });
});

describe('a group', () => {
  it('has its creator as owner and everyone else once', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const memberIds = [ben.id, ben.id.toUpperCase(), ada.id];
    const { status, body } = await fixture.call(ada, conversationsApi.create, { body: { type: 'group', title: 'Garden 🌱', memberIds } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ type: 'group', title: 'Garden 🌱', memberCount: 2, role: 'owner', lastSeq: 0, lastMessage: null });
    expect(body.lastActivityAt).toBe(body.createdAt);
    expect(await fixture.roles(body.id)).toEqual({ [ada.id]: 'owner', [ben.id]: 'member' });
  });

  it('tells its whole membership when it begins', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id, createdAt } = await fixture.group(ada, [ben]);
    const [event, ...more] = await fixture.published(id);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'conversations.conversation-created.v1',
      payload: {
        conversationId: id,
        type: 'group',
        createdAt,
        createdBy: ada.id,
        membership: {
          conversationId: id,
          type: 'group',
          version: 1,
          members: [
            { userId: ada.id, username: ada.username, role: 'owner' },
            { userId: ben.id, username: ben.username, role: 'member' },
          ],
        },
      },
    });
  });

  it('starts while messages is away, because nothing has been said in it', async () => {
    fixture.peers.messagesAway = true;
    expect(await fixture.group(fixture.person())).toMatchObject({ memberCount: 1, role: 'owner' });
  });

  it.each([
    ['no title', { type: 'group', memberIds: [] }],
    ['an empty title', { type: 'group', title: '', memberIds: [] }],
    ['a title that is too long', { type: 'group', title: 'x'.repeat(conversationLimits.title + 1), memberIds: [] }],
    ['too many people', { type: 'group', title: 'x', memberIds: Array.from({ length: conversationLimits.members }, () => uuidv7()) }],
    ['an unknown property', { type: 'group', title: 'x', memberIds: [], role: 'owner' }],
    ['U+0000 in the title', { type: 'group', title: 'a\u0000b', memberIds: [] }],
    ['another type', { type: 'channel', title: 'x', memberIds: [] }],
  ])('is refused with %s', async (_name, body) => {
    const { status, body: problem } = await fixture.call(fixture.person(), conversationsApi.create, { body: body as never });
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'validation-failed' });
  });

  it('shows its members only up to twenty', async () => {
    const [owner, ...others] = fixture.people(21);
    const { id, members } = await fixture.group(owner!, others.slice(0, 19));
    expect(members).toHaveLength(20);
    const { body } = await fixture.call(owner!, conversationsApi.create, {
      body: { type: 'group', title: 'more', memberIds: others.map((other) => other.id) },
    });
    expect(body.memberCount).toBe(21);
    expect(body).not.toHaveProperty('members');
    expect(id).not.toBe(body.id);
  });
});

describe('the list', () => {
  it('comes in the order of the last activity and page by page, with counters', async () => {
    const ada = fixture.person('ada');
    const groups = [];
    for (const title of ['one', 'two', 'three']) groups.push(await fixture.group(ada, [], title));
    fixture.peers.counters.set(groups[0]!.id, { lastSeq: 9, readSeq: 4, lastActivityAt: '2999-01-01T00:00:00.000Z' });
    const first = await fixture.call(ada, conversationsApi.list, { query: { limit: 2 } });
    expect(first.body.items.map(({ title }) => title)).toEqual(['one', 'three']);
    expect(first.body.items[0]).toMatchObject({ lastSeq: 9, readSeq: 4, unread: 5, lastActivityAt: '2999-01-01T00:00:00.000Z' });
    const second = await fixture.call(ada, conversationsApi.list, { query: { limit: 2, cursor: first.body.nextCursor! } });
    expect(second.body).toMatchObject({ items: [{ title: 'two' }], nextCursor: null });
  });

  it('holds nothing of others', async () => {
    await fixture.group(fixture.person('ben'));
    const { body } = await fixture.call(fixture.person('ada'), conversationsApi.list);
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it('is unavailable while messages is', async () => {
    const ada = fixture.person();
    const { id: conversationId } = await fixture.group(ada);
    fixture.peers.messagesAway = true;
    expect(await fixture.call(ada, conversationsApi.list)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(await fixture.call(ada, conversationsApi.get, { params: { conversationId } })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});

describe('settings', () => {
  it('change the title for everyone, with one event', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.group(ada, [ben]);
    const { body } = await fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { title: 'Orchard' } });
    expect(body).toMatchObject({ title: 'Orchard', role: 'owner' });
    expect((await fixture.call(ben, conversationsApi.get, { params: { conversationId } })).body.title).toBe('Orchard');
    await fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { title: 'Orchard' } });
    expect((await fixture.published(conversationId)).slice(1)).toMatchObject([
      { type: 'conversations.conversation-updated.v1', payload: { conversationId, version: 2 } },
    ]);
  });

  it('mute it for oneself only, in direct conversations too', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.direct(ada, ben);
    const { status, body } = await fixture.call(ben, conversationsApi.update, { params: { conversationId }, body: { muted: true } });
    expect({ status, muted: body.muted }).toEqual({ status: 200, muted: true });
    expect((await fixture.call(ada, conversationsApi.get, { params: { conversationId } })).body.muted).toBe(false);
    expect((await fixture.published(conversationId)).at(-1)).toMatchObject({ payload: { version: 2, onlyFor: ben.id } });
  });

  it('take a picture that is a finished image of the caller, and nothing else', async () => {
    const ada = fixture.person();
    const { id: conversationId } = await fixture.group(ada);
    const upload = { fileName: 'a', size: 1, variants: [], ownerId: ada.id };
    const [image, text, foreign] = [uuidv7(), uuidv7(), uuidv7()];
    fixture.peers.uploads.push({ ...upload, id: image, mimeType: 'image/png' }, { ...upload, id: text, mimeType: 'text/plain' });
    fixture.peers.uploads.push({ ...upload, id: foreign, mimeType: 'image/png', ownerId: uuidv7() });
    const set = (avatarUploadId: string | null) => fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { avatarUploadId } });
    expect((await set(image)).body.avatarUrl).toBe(`/api/v1/uploads/${image}/content?variant=thumb`);
    for (const bad of [text, foreign, uuidv7()]) {
      expect(await set(bad)).toMatchObject({ status: 400, body: { code: 'validation-failed', errors: [{ path: 'avatarUploadId' }] } });
    }
    expect((await set(null)).body.avatarUrl).toBeNull();
  });

  it('tell whose pictures they are, to members only', async () => {
    const [ada, ben] = [fixture.person(), fixture.person()];
    const { id: conversationId } = await fixture.group(ada);
    const image = uuidv7();
    fixture.peers.uploads.push({ fileName: 'a', size: 1, variants: [], ownerId: ada.id, id: image, mimeType: 'image/png' });
    const set = (avatarUploadId: string | null) => fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { avatarUploadId } });
    const shown = async (userId?: string) =>
      (await fixture.ask(conversationsInternalApi.pictures, { body: { uploadIds: [image, uuidv7()], ...(userId && { userId }) } })).body;
    expect(await shown()).toEqual({ uploadIds: [] });
    await set(image);
    expect(await shown()).toEqual({ uploadIds: [image] });
    expect([await shown(ada.id), await shown(ben.id)]).toEqual([{ uploadIds: [image] }, { uploadIds: [] }]);
    await set(null);
    expect([await shown(), await shown(ada.id)]).toEqual([{ uploadIds: [] }, { uploadIds: [] }]);
  });

  it('stay as they are when messages is away', async () => {
    const ada = fixture.person();
    const { id: conversationId } = await fixture.group(ada);
    fixture.peers.messagesAway = true;
    expect((await fixture.call(ada, conversationsApi.update, { params: { conversationId }, body: { title: 'Other' } })).status).toBe(503);
    expect(await fixture.published(conversationId)).toHaveLength(1);
  });
});

describe('other services', () => {
  it('see a conversation as each member sees it, and nothing for others', async () => {
    const [ada, ben, eve] = [fixture.person('ada'), fixture.person('ben'), fixture.person('eve')];
    const { id: conversationId } = await fixture.group(ada, [ben]);
    await fixture.call(ben, conversationsApi.update, { params: { conversationId }, body: { muted: true } });
    const { body } = await fixture.ask(conversationsInternalApi.views, { params: { conversationId }, body: { userIds: [eve.id, ben.id, ada.id] } });
    const seen = Object.fromEntries(body.views.map(({ userId, conversation }) => [userId, [conversation.role, conversation.muted]]));
    expect(seen).toEqual({ [ada.id]: ['owner', false], [ben.id]: ['member', true] });
  });

  it('get no views of what does not exist', async () => {
    const { status, body } = await fixture.ask(conversationsInternalApi.views, { params: { conversationId: uuidv7() }, body: { userIds: [uuidv7()] } });
    expect({ status, body }).toEqual({ status: 200, body: { views: [] } });
  });

  it('get the membership with its version, and the conversations of a person', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.group(ada, [ben]);
    const { body } = await fixture.ask(conversationsInternalApi.members, { params: { conversationId } });
    expect(body).toMatchObject({ conversationId, type: 'group', version: 1, members: [{ userId: ada.id, username: ada.username }, { userId: ben.id }] });
    expect((await fixture.ask(conversationsInternalApi.ofUser, { params: { userId: ben.id } })).body).toEqual({ conversationIds: [conversationId] });
    expect((await fixture.ask(conversationsInternalApi.members, { params: { conversationId: uuidv7() } })).status).toBe(404);
  });
});

import { randomUUID } from 'node:crypto';

import { eventually } from '@hallway/testing';

import type { ApiUser, Json } from './api-user';
import { LiveClient } from './live-client';
import { aConversation, aMessage, expectRefusal, isoTime, unknownId } from './shapes';
import { hallway } from './shared-hallway';

describe('sockets (contract §6)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let group: string;
  beforeAll(async () => {
    [ana, bo] = (await hallway.people('ana', 'bo')) as [ApiUser, ApiUser];
  });
  beforeEach(async () => {
    group = await hallway.group(ana, bo);
  });

  const both = () => Promise.all([ana.live(), bo.live()]);
  const draft = (more: object = {}) => ({ conversationId: group, clientMessageId: randomUUID(), body: 'hello', ...more });

  describe('connecting', () => {
    it.each([['websocket'], ['polling']])('takes an access token over %s', async (transport) => {
      const live = new LiveClient(hallway.url, { token: ana.accessToken }, { transports: [transport] });
      await live.connected();
      expect((await live.ok('message:send', draft())).seq).toBe(1);
    });

    it('upgrades from polling as clients do by default', async () => {
      const live = new LiveClient(hallway.url, { token: ana.accessToken }, { transports: ['polling', 'websocket'] });
      await live.connected();
      await eventually(() => live.socket.io.engine.transport.name === 'websocket');
      expect((await live.ok('message:send', draft())).seq).toBe(1);
    });

    it('refuses a bad or missing token with a code', async () => {
      for (const auth of [
        {},
        { token: '' },
        { token: null },
        { token: 7 },
        { token: {} },
        { token: 'nonsense' },
        { token: `${ana.accessToken}x` },
        { token: ana.refreshToken },
        { accessToken: ana.accessToken },
      ]) {
        expect(await new LiveClient(hallway.url, auth).refused()).toMatchObject({ code: 'unauthenticated', status: 401 });
      }
    });

    it('refuses pages of other origins', async () => {
      for (const transport of ['websocket', 'polling']) {
        const live = new LiveClient(hallway.url, { token: ana.accessToken }, { transports: [transport], extraHeaders: { origin: 'https://evil.example' } });
        expect(await live.refused()).toBeDefined();
        expect(live.socket.connected).toBe(false);
      }
    });
  });

  describe('messages', () => {
    it('acknowledges a send with the committed message, and tells every member in one frame', async () => {
      const [a, b] = await both();
      const payload = draft();
      const message = await a.ok('message:send', payload);
      expect(message).toEqual(aMessage({ conversationId: group, seq: 1, rev: 1, senderId: ana.id, clientMessageId: payload.clientMessageId, body: 'hello' }));
      expect((await bo.get(`/conversations/${group}/messages`)).body.items).toEqual([message]);
      for (const live of [a, b])
        expect(await live.waitFor('messages:changed')).toEqual({ conversationId: group, events: [{ rev: 1, kind: 'created', message }] });
    });

    it('acknowledges a retry with the first message, and does not deliver it again', async () => {
      const [a, b] = await both();
      const payload = draft();
      const first = await a.ok('message:send', payload);
      expect(await a.ok('message:send', { ...payload, body: 'another' })).toEqual(first);
      expect((await ana.post(`/conversations/${group}/messages`, { clientMessageId: payload.clientMessageId, body: 'x' })).status).toBe(200);
      const next = await a.ok('message:send', draft());
      await b.waitForChange('created', next.id);
      expect(b.of('messages:changed').flatMap(({ events }) => events.map(({ rev }: Json) => rev))).toEqual([1, 2]);
    });

    it('tells edits, reactions, pins and deletions as they are', async () => {
      const [a, b] = await both();
      const { id: messageId } = await a.ok('message:send', draft());
      const edited = await a.ok('message:edit', { messageId, body: 'edited' });
      expect(edited).toEqual(aMessage({ id: messageId, rev: 2, body: 'edited', editedAt: isoTime }));
      const reacted = await b.ok('reaction:add', { messageId, emoji: '👍' });
      expect(reacted.reactions).toEqual([{ emoji: '👍', userIds: [bo.id], count: 1 }]);
      expect((await b.ok('reaction:add', { messageId, emoji: '👍' })).rev).toBe(3);
      expect((await b.ok('reaction:remove', { messageId, emoji: '👍' })).reactions).toEqual([]);
      await ana.put(`/messages/${messageId}/pin`);
      await a.ok('message:delete', { messageId });
      for (const live of [a, b]) {
        const deleted = await live.waitForChange('deleted', messageId);
        expect(deleted).toEqual({
          rev: 6,
          kind: 'deleted',
          message: aMessage({ id: messageId, rev: 6, body: null, editedAt: expect.anything(), deletedAt: isoTime }),
        });
        const events = live.of('messages:changed').flatMap((frame) => frame.events);
        expect(events.map(({ rev, kind }: Json) => [rev, kind])).toEqual([
          [1, 'created'],
          [2, 'edited'],
          [3, 'reacted'],
          [4, 'reacted'],
          [5, 'pinned'],
          [6, 'deleted'],
        ]);
        for (const { rev, message } of events) expect(message.rev).toBe(rev);
        expect(events[1].message).toEqual(edited);
      }
    });

    it('tells what came over REST too', async () => {
      const b = await bo.live();
      const message = await ana.say(group, 'over REST');
      expect(await b.waitForChange('created', message.id)).toEqual({ rev: 1, kind: 'created', message });
    });

    it('puts sends that arrive at once in one order, with few frames and no hole', async () => {
      const [a, b] = await both();
      const sent: Json[] = await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? a : b).ok('message:send', draft({ body: `${i}` }))));
      expect(sent.map(({ seq }) => seq).sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      for (const live of [a, b]) {
        const received = () => live.of('messages:changed').flatMap(({ events }) => events.map(({ rev }: Json) => rev));
        await eventually(() => received().length === 50, { timeoutMs: 20_000 });
        expect(received()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      }
    });

    it('refuses with a problem', async () => {
      const a = await ana.live();
      expectRefusal(await a.ask('message:send', draft({ body: '' })), 400);
      expectRefusal(await a.ask('message:send', draft({ conversationId: unknownId })), 404, 'not-found');
      expectRefusal(await a.ask('message:edit', { messageId: unknownId, body: 'x' }), 404, 'not-found');
      expectRefusal(await a.ask('message:delete', { messageId: unknownId }), 404, 'not-found');
      expectRefusal(await a.ask('reaction:add', { messageId: unknownId, emoji: '👍' }), 404, 'not-found');
      const mine = await ana.say(group, 'mine');
      const b = await bo.live();
      expectRefusal(await b.ask('message:edit', { messageId: mine.id, body: 'x' }), 403, 'forbidden');
      expectRefusal(await b.ask('message:delete', { messageId: mine.id }), 403, 'forbidden');
      expectRefusal(await b.ask('reaction:add', { messageId: mine.id, emoji: 'no emoji' }), 400, 'validation-failed');
    });
  });

  describe('marks', () => {
    it('moves read and delivery marks forwards, and tells the others', async () => {
      const [a, b] = await both();
      for (let i = 0; i < 3; i++) await ana.say(group, `${i}`);
      await b.ok('conversation:delivered', { conversationId: group, seq: 2 });
      await a.waitFor('receipts:changed', ({ delivered = [] }) => delivered.some(({ userId, seq }: Json) => userId === bo.id && seq === 2));
      expect(await b.ok('conversation:read', { conversationId: group, seq: 2 })).toEqual({ readSeq: 2, unread: 1 });
      expect(await b.ok('conversation:read', { conversationId: group, seq: 1 })).toEqual({ readSeq: 2, unread: 1 });
      const frame = await a.waitFor(
        'receipts:changed',
        ({ conversationId, read = [] }) => conversationId === group && read.some(({ userId }: Json) => userId === bo.id),
      );
      expect(frame).toEqual({ conversationId: group, read: [{ userId: bo.id, seq: 2, at: isoTime }] });
    });

    it('moves the mark of a sender: the message itself tells it', async () => {
      const [b, first] = [await bo.live(), await ana.say(group, 'one')];
      await b.ok('message:send', draft());
      expect((await bo.get(`/conversations/${group}`)).body).toMatchObject({ readSeq: 2, unread: 0 });
      expect((await ana.get(`/messages/${first.id}/receipts`)).body.read).toContainEqual({ userId: bo.id, at: isoTime });
    });

    it('answers sync as POST /sync does', async () => {
      const [a, message] = [await ana.live(), await ana.say(group, 'one')];
      const body = {
        conversations: [
          { id: group, rev: 0 },
          { id: unknownId, rev: 1 },
        ],
      };
      const answer = await a.ok('sync', body);
      expect(answer).toEqual((await ana.post('/sync', body)).body);
      expect(answer).toMatchObject({ changed: [{ id: group, rev: message.rev, lastSeq: 1, readSeq: 1, unread: 0 }], left: [unknownId] });
    });
  });

  describe('membership', () => {
    it('tells the added that they are in, live from then on', async () => {
      const zoe = await hallway.person('zoe');
      const [a, z] = await Promise.all([ana.live(), zoe.live()]);
      await ana.post(`/conversations/${group}/members`, { userIds: [zoe.id] });
      expect(await z.waitFor('conversation:joined')).toEqual({ conversation: aConversation({ id: group, role: 'member', memberCount: 3 }) });
      const changed = await a.waitFor('conversation:changed', ({ conversation }) => conversation.memberCount === 3);
      expect(changed).toEqual({ conversation: aConversation({ id: group, memberCount: 3 }) });
      const message = await ana.say(group, 'welcome');
      await z.waitForChange('created', message.id);
      expect((await z.ok('message:send', draft())).seq).toBe(2);
    });

    it('notifies all members of a new conversation, on every device', async () => {
      const [a, a2, b] = await Promise.all([ana.live(), ana.live(), bo.live()]);
      const id = await hallway.group(ana, bo);
      for (const [live, role] of [
        [a, 'owner'],
        [a2, 'owner'],
        [b, 'member'],
      ] as const) {
        const { conversation } = await live.waitFor('conversation:joined', (payload) => payload.conversation.id === id);
        expect(conversation).toEqual(aConversation({ id, role, memberCount: 2 }));
      }
    });

    it('tells who joins by invite, and by direct conversation', async () => {
      const zoe = await hallway.person('zoe');
      const z = await zoe.live();
      const { code } = (await ana.post(`/conversations/${group}/invites`, {})).body;
      await zoe.post(`/invites/${code}/accept`);
      await z.waitFor('conversation:joined', ({ conversation }) => conversation.id === group);
      const direct = (await ana.post('/conversations', { type: 'direct', memberIds: [zoe.id] })).body;
      await z.waitFor('conversation:joined', ({ conversation }) => conversation.id === direct.id && conversation.type === 'direct');
    });

    it('tells changes of title, role and muting', async () => {
      const [a, b] = await both();
      await ana.patch(`/conversations/${group}`, { title: 'Renamed' });
      for (const [live, role] of [
        [a, 'owner'],
        [b, 'member'],
      ] as const) {
        expect((await live.waitFor('conversation:changed', ({ conversation }) => conversation.title === 'Renamed')).conversation.role).toBe(role);
      }
      await ana.patch(`/conversations/${group}/members/${bo.id}`, { role: 'admin' });
      await b.waitFor('conversation:changed', ({ conversation }) => conversation.role === 'admin');
      await bo.patch(`/conversations/${group}`, { muted: true });
      await b.waitFor('conversation:changed', ({ conversation }) => conversation.muted === true);
      expect(a.of('conversation:changed').some(({ conversation }) => conversation.muted)).toBe(false);
    });

    it('tells the removed, who hear nothing further', async () => {
      const [a, b] = await both();
      await ana.del(`/conversations/${group}/members/${bo.id}`);
      const last = await a.ok('message:send', draft());
      expect(await b.waitFor('conversation:left')).toEqual({ conversationId: group });
      await a.waitForChange('created', last.id);
      expectRefusal(await b.ask('message:send', draft()), 404, 'not-found');
      expect(b.received.filter(({ event }) => event !== 'conversation:left')).toEqual([]);
    });

    it('notifies all members when it is deleted, and who leaves', async () => {
      const [a, b] = await both();
      await bo.del(`/conversations/${group}/members/${bo.id}`);
      await b.waitFor('conversation:left', ({ conversationId }) => conversationId === group);
      await ana.del(`/conversations/${group}`);
      await a.waitFor('conversation:left', ({ conversationId }) => conversationId === group);
    });
  });

  describe('typing', () => {
    it('is told to the others, with an end', async () => {
      const [a, b] = await both();
      await a.ok('typing:start', { conversationId: group });
      const frame = await b.waitFor('typing');
      expect(frame).toEqual({ conversationId: group, userId: ana.id, typing: true, expiresAt: isoTime });
      expect(Date.parse(frame.expiresAt)).toBeGreaterThan(Date.now() - 60_000);
      await a.ok('typing:stop', { conversationId: group });
      expect(await b.waitFor('typing', ({ typing }) => !typing)).toEqual({ conversationId: group, userId: ana.id, typing: false, expiresAt: isoTime });
      expect(a.of('typing')).toEqual([]);
      for (const event of ['typing:start', 'typing:stop']) expectRefusal(await a.ask(event, { conversationId: unknownId }), 404, 'not-found');
    });
  });

  describe('presence', () => {
    it('answers who is online, and tells when that changes, within bounds', async () => {
      const [zoe, a] = [await hallway.person('zoe'), await ana.live()];
      await ana.post('/conversations', { type: 'direct', memberIds: [zoe.id] });
      const [never] = await a.ok('presence:watch', { userIds: [zoe.id] });
      expect(never).toEqual({ userId: zoe.id, status: 'offline', lastSeenAt: null });
      const z = await zoe.live();
      expect(await a.waitFor('user:online', () => true, 4_000)).toEqual({ userId: zoe.id, lastSeenAt: null });
      expect(await a.ok('presence:watch', { userIds: [ana.id, zoe.id] })).toEqual([
        { userId: ana.id, status: 'online', lastSeenAt: null },
        { userId: zoe.id, status: 'online', lastSeenAt: null },
      ]);
      z.close();
      const gone = await a.waitFor('user:offline', ({ userId }) => userId === zoe.id, 15_000);
      expect(gone).toEqual({ userId: zoe.id, lastSeenAt: isoTime });
      expect(await a.ok('presence:watch', { userIds: [zoe.id] })).toEqual([{ userId: zoe.id, status: 'offline', lastSeenAt: gone.lastSeenAt }]);
      expect(await a.ok('presence:watch', { userIds: [] })).toEqual([]);
    });
  });

  describe('sessions', () => {
    it('takes a newer token of the same session on a living socket, and no other', async () => {
      const zoe = await hallway.person('zoe');
      const live = await zoe.live();
      const { accessToken } = (await hallway.caller().post('/auth/refresh', { refreshToken: zoe.refreshToken, tokenTransport: 'body' })).body;
      await live.ok('auth:renew', { token: accessToken });
      expectRefusal(await live.ask('auth:renew', { token: 'nonsense' }), 401, 'unauthenticated');
      expectRefusal(await live.ask('auth:renew', { token: ana.accessToken }), 403, 'forbidden');
      expectRefusal(await live.ask('auth:renew', {}), 400, 'validation-failed');
      expect(live.socket.connected).toBe(true);
    });

    it('says session:revoked before it disconnects, on logout, and takes the token no more', async () => {
      const zoe = await hallway.person('zoe');
      const live = await zoe.live();
      await zoe.post('/auth/logout');
      expect(await live.waitFor('session:revoked')).toEqual({ reason: expect.any(String) });
      await live.closed();
      expect(await new LiveClient(hallway.url, { token: zoe.accessToken }).refused()).toMatchObject({ code: 'session-revoked' });
    });
  });
});

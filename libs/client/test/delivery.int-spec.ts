import { randomUUID } from 'node:crypto';

import { eventually } from '@hallway/testing';

import type { Client, FollowedMessage } from '../src/index.ts';
import { closeAll, live, signIn } from './people.ts';
import { ReferenceServer } from './reference-server.ts';

let server: ReferenceServer;

beforeEach(async () => {
  server = await ReferenceServer.start();
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

async function pair(): Promise<{ ana: Client; bo: Client; room: string }> {
  const room = server.room(server.sessions.user('ana'), server.sessions.user('bo'));
  const [ana, bo] = await Promise.all([signIn(server, 'ana'), signIn(server, 'bo')]);
  await Promise.all([ana.timeline(room).open(), bo.timeline(room).open()]);
  return { ana, bo, room };
}

/** Every cut hits open lines, one of each client. */
async function cutWhenOnline(...clients: Client[]): Promise<void> {
  const { sockets } = server.io.sockets;
  await eventually(() => sockets.size >= clients.length && clients.every((client) => client.connection.online), { timeoutMs: 20_000 });
  const cut = [...sockets.keys()];
  server.cutSockets();
  await eventually(() => cut.every((id) => !sockets.has(id)));
}

const texts = (client: Client, room: string) => client.timeline(room).window.items.map((message) => message.body);

describe('delivery', () => {
  it('sends 300 messages over forced disconnects, each once and in order', async () => {
    const { ana, bo, room } = await pair();
    const written = Array.from({ length: 300 }, (_, n) => `message ${n}`);
    let losses = 0;
    server.faults.loseAck = () => (losses += 1) % 17 === 0 && (server.cutSockets(), true);
    const writing = (async () => {
      for (const [n, body] of written.entries()) {
        await ana.outbox.enqueue({ conversationId: room, body });
        if (n % 40 === 20) await cutWhenOnline(ana, bo);
      }
    })();
    await writing;
    await eventually(() => ana.outbox.getSnapshot().messages.length === 0, { timeoutMs: 40_000 });
    expect(server.of(room).timeline.messages.map((message) => message.body)).toEqual(written);
    await eventually(() => {
      expect(texts(ana, room)).toEqual(written);
      expect(texts(bo, room)).toEqual(written);
    });
  });

  it('does not send twice when the acknowledgement is lost', async () => {
    const { ana, room } = await pair();
    let lost = 0;
    server.faults.loseAck = () => lost++ === 0;
    server.faults.copies = () => 0;
    const sending = ana.outbox.enqueue({ conversationId: room, body: 'once' });
    await eventually(() => lost === 1);
    server.cutSockets();
    await sending;
    await eventually(() => ana.outbox.getSnapshot().messages.length === 0);
    expect(server.of(room).timeline.messages).toHaveLength(1);
    await eventually(() => expect(texts(ana, room)).toEqual(['once']));
  });

  it('never shows an own message twice or not at all while it goes from the outbox to the timeline', async () => {
    const { ana, room } = await pair();
    server.faults.delay = () => 5;
    const shown: number[] = [];
    const count = () => {
      const inTimeline = ana.timeline(room).window.items.filter((message) => message.body === 'mine').length;
      shown.push(inTimeline + ana.outbox.of(room).length);
    };
    await ana.outbox.enqueue({ conversationId: room, body: 'mine' });
    count();
    ana.timeline(room).subscribe(count);
    ana.outbox.subscribe(count);
    await eventually(() => ana.outbox.getSnapshot().messages.length === 0);
    await eventually(() => expect(texts(ana, room)).toEqual(['mine']));
    expect(new Set(shown)).toEqual(new Set([1]));
  });

  it('fills the gap after events were lost, repeated and disordered', async () => {
    const { bo, room } = await pair();
    let n = 0;
    server.faults.copies = () => [1, 0, 2, 1][(n += 1) % 4] ?? 1;
    server.faults.delay = () => (n % 5) * 3;
    const senderId = server.sessions.user('ana').id;
    for (let sent = 0; sent < 60; sent += 1) server.send(room, { senderId, clientMessageId: randomUUID(), body: `${sent}` });
    server.publish(room, server.of(room).timeline.edit(7, 'edited'));
    server.faults.copies = () => 1;
    server.faults.delay = () => 0;
    server.send(room, { senderId, clientMessageId: randomUUID(), body: 'last' });
    await eventually(() => expect(bo.timeline(room).window.items).toEqual(server.of(room).timeline.messages));
    expect(bo.conversations.get(room)?.unread).toBe(61);
  });

  it('brings everything up to date after the server was away', async () => {
    const { ana, bo, room } = await pair();
    await server.stop();
    await eventually(() => !bo.connection.online);
    expect(bo.connection.getSnapshot().nextTryAt === null).toBe(bo.connection.getSnapshot().state === 'connecting');
    const kept = ana.outbox.enqueue({ conversationId: room, body: 'written offline' });
    const other = server.room(server.sessions.user('bo'));
    server.send(room, { senderId: server.sessions.user('ana').id, clientMessageId: randomUUID(), body: 'from elsewhere' });
    await server.listen();
    await kept;
    await Promise.all([live(ana), live(bo)]);
    await eventually(() => expect(texts(bo, room)).toEqual(['from elsewhere', 'written offline']));
    expect(bo.conversations.get(room)).toMatchObject({ lastSeq: 2, unread: 2 });
    expect(bo.conversations.get(other)).toBeDefined();
  });

  it('sends as a call while the socket is away', async () => {
    const { ana, room } = await pair();
    ana.connection.close();
    await ana.outbox.enqueue({ conversationId: room, body: 'by call' });
    await eventually(() => ana.outbox.getSnapshot().messages.length === 0);
    expect(server.calledTimes(`POST /conversations/${room}/messages`)).toBe(1);
  });

  it('hands every message to a follower once and in order', async () => {
    const { ana, room } = await pair();
    const seen: FollowedMessage[] = [];
    const following = ana.follow((change) => void seen.push(change));
    const senderId = server.sessions.user('bo').id;
    for (let sent = 0; sent < 100; sent += 1) {
      server.send(room, { senderId, clientMessageId: randomUUID(), body: `${sent}` });
      if (sent % 30 === 10) await cutWhenOnline(ana);
    }
    await eventually(() => seen.length >= 100, { timeoutMs: 10_000 });
    server.publish(room, server.of(room).timeline.edit(3, 'edited'));
    await eventually(() => expect(following.positions()[room]).toEqual({ rev: 101, seq: 100 }));
    expect(seen.slice(0, 100).map(({ kind, message }) => [kind, message.seq])).toEqual(Array.from({ length: 100 }, (_, n) => ['created', n + 1]));
    expect(seen.slice(100)).toMatchObject([{ kind: 'changed', message: { seq: 3, body: 'edited' } }]);
  });

  it('hands a follower what was said between joining a conversation and its reconnect, and nothing from before', async () => {
    const { ana } = await pair();
    const older = server.room(server.sessions.user('bo'));
    const senderId = server.sessions.user('bo').id;
    const said = (body: string) => server.send(older, { senderId, clientMessageId: randomUUID(), body });
    server.of(older).createdAt = new Date(0).toISOString();
    said('before anybody followed');
    const seen: FollowedMessage[] = [];
    const following = ana.follow((change) => void seen.push(change));
    await server.stop();
    await eventually(() => !ana.connection.online);
    server.join(older, server.sessions.user('ana').id);
    said('while away');
    server.of(older).timeline.edit(1, 'changed while away');
    await server.listen();
    await live(ana);
    said('live again');
    await eventually(() => expect(following.positions()[older]).toEqual({ rev: 4, seq: 3 }));
    expect(seen.map(({ kind, message }) => [kind, message.body])).toEqual([
      ['created', 'while away'],
      ['created', 'live again'],
    ]);
  });

  it('uploads the files of a message first, then sends it', async () => {
    const { ana, room } = await pair();
    const data = new TextEncoder().encode('hello');
    await ana.outbox.enqueue({ conversationId: room, body: 'see', files: [{ name: 'a.txt', type: 'text/plain', size: data.length, data }] });
    await eventually(() => ana.outbox.getSnapshot().messages.length === 0);
    const [attachment] = server.of(room).timeline.messages[0]?.attachments ?? [];
    expect(server.uploads.get(attachment?.id ?? '')?.bytes.toString()).toBe('hello');
  });
});

describe('membership, marks and hints', () => {
  it('follows joins and leaves', async () => {
    const { bo, room } = await pair();
    const user = server.sessions.user('bo');
    const other = server.room(user);
    await eventually(() => bo.conversations.get(other) !== undefined);
    server.leave(room, user.id);
    await eventually(() => bo.conversations.get(room) === undefined);
    expect(bo.timeline(room).getSnapshot().status).toBe('gone');
  });

  it('opens again what it left, and was added to again while it was away', async () => {
    const { ana, bo, room } = await pair();
    const user = server.sessions.user('bo');
    server.leave(room, user.id);
    await eventually(() => bo.timeline(room).getSnapshot().status === 'gone');
    bo.connection.close();
    server.join(room, user.id);
    await ana.outbox.enqueue({ conversationId: room, body: 'welcome back' });
    bo.connection.open();
    await eventually(() => bo.conversations.get(room) !== undefined);
    await bo.timeline(room).open();
    await eventually(() => expect(texts(bo, room)).toEqual(['welcome back']));
  });

  it('opens again what it was added to again, when only its messages tell', async () => {
    const { bo, room } = await pair();
    const user = server.sessions.user('bo');
    server.leave(room, user.id);
    await eventually(() => bo.timeline(room).getSnapshot().status === 'gone');
    server.join(room, user.id, { silently: true });
    server.send(room, { senderId: server.sessions.user('ana').id, clientMessageId: randomUUID(), body: 'welcome back' });
    await eventually(() => bo.conversations.get(room) !== undefined);
    await bo.timeline(room).open();
    await eventually(() => expect(texts(bo, room)).toEqual(['welcome back']));
  });

  it('brings an open conversation, and who follows it, up to date when it is told that it was added to it again', async () => {
    const { bo, room } = await pair();
    await bo.timeline(room).open();
    const following = bo.follow(() => undefined);
    server.faults.copies = () => 0;
    server.send(room, { senderId: server.sessions.user('ana').id, clientMessageId: randomUUID(), body: 'not received before' });
    server.join(room, server.sessions.user('bo').id);
    await eventually(() => expect(texts(bo, room)).toEqual(['not received before']));
    await eventually(() => expect(following.positions()[room]).toEqual({ rev: 1, seq: 1 }));
  });

  it('fetches the list once at the start, and learns after a cut what was read elsewhere', async () => {
    const [ana, bo] = [server.sessions.user('ana'), server.sessions.user('bo')];
    const rooms = Array.from({ length: 7 }, () => server.room(ana, bo));
    for (const room of rooms) server.send(room, { senderId: bo.id, clientMessageId: randomUUID(), body: 'hello' });
    const here = await signIn(server, 'ana');
    expect(server.calledTimes('GET /conversations')).toBe(1);
    expect(rooms.map((room) => here.conversations.get(room)?.unread)).toEqual(rooms.map(() => 1));

    here.connection.close();
    for (const room of rooms.slice(0, 2)) server.of(room).read.set(ana.id, 1);
    here.connection.open();
    await live(here);
    expect(rooms.map((room) => here.conversations.get(room)?.unread)).toEqual([0, 0, 1, 1, 1, 1, 1]);
    expect(server.calledTimes('GET /conversations')).toBe(1);
  });

  it('shows a read at once and tells the server the highest only', async () => {
    const { ana, bo, room } = await pair();
    const senderId = server.sessions.user('ana').id;
    for (let sent = 0; sent < 5; sent += 1) server.send(room, { senderId, clientMessageId: randomUUID(), body: 'x' });
    await eventually(() => bo.conversations.get(room)?.unread === 5);
    for (const seq of [1, 2, 4]) bo.markRead(room, seq);
    expect(bo.conversations.get(room)).toMatchObject({ readSeq: 4, unread: 1 });
    await eventually(() => ana.receipts.of(room).getSnapshot().read.get(server.sessions.user('bo').id) === 4);
  });

  it('shows who is typing, and who is online', async () => {
    const { ana, bo, room } = await pair();
    const anaId = server.sessions.user('ana').id;
    ana.typing.start(room);
    await eventually(() => expect(bo.typing.of(room).getSnapshot()).toEqual([anaId]));
    ana.typing.stop(room);
    await eventually(() => expect(bo.typing.of(room).getSnapshot()).toEqual([]));
    bo.presence.watch([anaId]);
    await eventually(() => bo.presence.of(anaId).getSnapshot().status === 'online');
  });
});

import 'fake-indexeddb/auto';

import { randomUUID } from 'node:crypto';

import { eventually } from '@hallway/testing';

import { type Client, type ClientOptions, memoryTokenStore } from '../src/index.ts';
import { indexedDbSnapshot } from '../src/snapshot/indexed-db-snapshot.ts';
import { closeAll, live, newClient, signIn } from './people.ts';
import { ReferenceServer } from './reference-server.ts';

describe('a start from what was seen last', () => {
  let server: ReferenceServer;
  beforeEach(async () => {
    server = await ReferenceServer.start();
  });
  afterEach(async () => {
    closeAll();
    await server.stop();
  });

  const texts = (client: Client, room: string) => client.timeline(room).window.items.map((message) => message.body);
  const say = (room: string, body: string) => server.send(room, { senderId: server.sessions.user('bo').id, clientMessageId: randomUUID(), body });

  /** Ana has looked at a room, and has closed the page. */
  async function visited(messages: number): Promise<{ room: string; again: () => Client; storage: ReturnType<typeof indexedDbSnapshot>; first: Client }> {
    const room = server.room(server.sessions.user('ana'), server.sessions.user('bo'));
    for (let n = 1; n <= messages; n += 1) say(room, `${n}`);
    const storage = indexedDbSnapshot(randomUUID());
    const options: Partial<ClientOptions> = { snapshot: storage, auth: { transport: 'body', store: memoryTokenStore() } };
    const first = await signIn(server, 'ana', options);
    await first.timeline(room).open();
    const { id } = server.sessions.user('ana');
    await eventually(async () => expect((await storage.window(id, room))?.last).toBe(messages));
    await eventually(async () => expect((await storage.load())?.conversations).toHaveLength(1));
    return { room, again: () => newClient(server, options), storage, first };
  }

  it('shows list and messages without network, and then what has changed since', async () => {
    const { room, again, first } = await visited(60);
    first.close();
    await server.stop();
    const client = again();
    await client.restore();
    expect(client.session.getSnapshot().status).toBe('signed-in');
    expect(client.conversations.getSnapshot().order).toEqual([room]);
    await client.timeline(room).open();
    expect(texts(client, room)).toEqual(Array.from({ length: 50 }, (_, n) => `${n + 11}`));
    say(room, 'sent in between');
    server.publish(room, server.of(room).timeline.edit(60, 'edited in between'));
    await server.listen();
    client.connection.retryNow();
    await live(client);
    await eventually(() => expect(texts(client, room).slice(-2)).toEqual(['edited in between', 'sent in between']));
    await client.timeline(room).loadBefore();
    expect(texts(client, room)).toHaveLength(61);
  });

  it('tells the server what was read without network before the page was closed', async () => {
    const { room, again, storage, first } = await visited(3);
    await server.stop();
    first.markRead(room, 2);
    await eventually(async () => expect((await storage.load())?.conversations).toMatchObject([{ readSeq: 2, unread: 1 }]));
    first.close();
    await server.listen();
    const client = again();
    await client.restore();
    await live(client);
    expect(client.conversations.get(room)).toMatchObject({ readSeq: 2, unread: 1 });
    await eventually(() => expect(server.of(room).read.get(server.sessions.user('ana').id)).toBe(2));
  });

  it('leaves nothing behind after a sign-out', async () => {
    const { room, storage, first } = await visited(3);
    await first.session.logout();
    const { id } = server.sessions.user('ana');
    await eventually(async () => expect([await storage.load(), await storage.window(id, room)]).toEqual([undefined, undefined]));
  });

  it('is for the same person only', async () => {
    const { again, first, room } = await visited(3);
    first.close();
    const client = again();
    await client.session.login({ login: 'bo', password: 'anything' });
    await live(client);
    await client.timeline(room).open();
    expect(client.session.user?.id).toBe(server.sessions.user('bo').id);
    expect(texts(client, room)).toEqual(['1', '2', '3']);
    expect(server.calledTimes(`GET /conversations/${room}/messages`)).toBe(2);
  });
});

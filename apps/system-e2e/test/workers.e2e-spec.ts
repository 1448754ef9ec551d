import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

import type { Client } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import { membersApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi } from '@hallway/contracts-messages';
import { type Presence, socketPath } from '@hallway/contracts-realtime';
import { eventually } from '@hallway/testing';

import { freePorts } from '../../../tools/local-stack/ports.mjs';
import { isAlive } from '../../../tools/local-stack/processes.mjs';
import { expectWhole, idOf, System } from '../src/system';
import { UserLoad } from '../src/user-load';

type Ack = { ok: true; data: Message } | { ok: false; error: { code: string } };

/** A bare socket, with the messages it was told and how often it was cut. */
interface Listener {
  socket: Socket;
  received: Message[];
  /** Conversations that it is not in any more. */
  left: Set<string>;
  cuts: number;
}

describe('the one process, twice behind one port', () => {
  let system: System;
  let people: Client[];
  let group: Conversation;
  let firstPort: number;
  /** By worker: the process that runs it. */
  const pids = new Map<number, number>();
  const sockets: Socket[] = [];

  beforeAll(async () => {
    firstPort = await freePorts(2);
    const onLine = (_instance: string, line: string): void => {
      const { worker, pid } = (line.includes('"a worker starts"') ? JSON.parse(line) : {}) as { worker?: number; pid?: number };
      if (worker && pid) pids.set(worker, pid);
    };
    system = await System.start({ hallway: 2 }, { mode: 'one', env: { REALTIME_PORT: String(firstPort), REALTIME_OFFLINE_AFTER_MS: '1000' }, onLine });
    people = await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)));
    group = await system.group(people[0]!, ...people.slice(1));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await system?.stop();
  });

  const at = (worker: number) => `http://127.0.0.1:${firstPort + worker - 1}`;

  const listen = async (client: Client, url: string, more: object = {}): Promise<Listener> => {
    const token = await client.session.current();
    const socket = io(url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      auth: { token },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      ...more,
    });
    sockets.push(socket);
    const listener: Listener = { socket, received: [], left: new Set(), cuts: 0 };
    socket.on('disconnect', () => (listener.cuts += 1));
    socket.on('conversation:left', ({ conversationId }: { conversationId: string }) => listener.left.add(conversationId));
    socket.on('messages:changed', ({ events }: { events: { kind: string; message: Message }[] }) =>
      listener.received.push(...events.filter(({ kind }) => kind === 'created').map(({ message }) => message)),
    );
    await eventually(() => socket.connected, { timeoutMs: 30_000 });
    return listener;
  };

  const send = async ({ socket }: Listener, conversationId: string): Promise<Message> => {
    const ack = (await socket.timeout(30_000).emitWithAck('message:send', { conversationId, clientMessageId: randomUUID(), body: 'sent' })) as Ack;
    if (!ack.ok) throw new Error(ack.error.code);
    return ack.data;
  };

  /** Everyone at each of the workers. */
  const everywhere = (who = people) => Promise.all([1, 2].flatMap((worker) => who.map((client) => listen(client, at(worker)))));

  /** Sends until all of them have received one: a client that was cut while the machine stood still comes back without what was sent in between. */
  const receivedBy = (listeners: Listener[], say: () => Promise<Message>): Promise<void> =>
    eventually(
      async () => {
        const { id } = await say();
        await eventually(() => listeners.every(({ received }) => received.some((message) => message.id === id)), { timeoutMs: 2_000 });
      },
      { timeoutMs: 30_000 },
    );

  const hang = (listeners: Listener[]): void => listeners.forEach(({ socket }) => void socket.close());

  it('shares connections between them, and long polling finds its session', async () => {
    const listeners = await Promise.all(Array.from({ length: 8 }, () => listen(people[0]!, system.url)));
    const tags = new Set(listeners.map(({ socket }) => /-([12])-[0-9a-f]{6}\./.exec(socket.io.engine.id ?? '')?.[1]));
    expect([...tags].sort()).toEqual(['1', '2']);
    const polling = await Promise.all([1, 2, 3, 4].map((n) => listen(people[0]!, system.url, { transports: ['polling'], localAddress: `127.0.8.${n}` })));
    const place = await system.group(people[0]!);
    for (let time = 0; time < 5; time += 1) await Promise.all(polling.map((one) => send(one, place.id)));
    await eventually(() => polling.every(({ received }) => received.length === 20), { timeoutMs: 20_000 });
    expect(polling.map(({ cuts }) => cuts)).toEqual([0, 0, 0, 0]);
    hang([...listeners, ...polling]);
  });

  it('gives 600 sends over both one order that everyone sees once at each', async () => {
    const place = await system.group(people[0]!, ...people.slice(1));
    const listeners = await everywhere();
    const acknowledged = await Promise.all(Array.from({ length: 600 }, (_, i) => send(listeners[i % listeners.length]!, place.id)));
    expect(acknowledged.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    await eventually(() => listeners.every(({ received }) => received.length === 600), { timeoutMs: 30_000 });
    const history = await system.history(people[0]!, place.id);
    expectWhole(history, 600);
    const ids = history.map(({ id }) => id);
    for (const { received } of listeners) expect(received.map(({ id }) => id)).toEqual(ids);
    hang(listeners);
  });

  it('ends a membership at both before it is answered, however late the event comes', async () => {
    const [ana, bo] = people as [Client, Client];
    const listeners = await everywhere([bo]);
    const places: Conversation[] = [];
    for (let count = 0; count < 10; count += 1) places.push(await system.group(ana, bo));
    const say = ({ id }: Conversation, body: string) =>
      ana.call(messagesApi.send, { params: { conversationId: id }, body: { clientMessageId: randomUUID(), body } });
    await Promise.all(places.map((place) => receivedBy(listeners, () => say(place, 'before'))));
    const { redis } = system.stack.stores;
    // No event goes anywhere until it goes on: what they know by the answer, they were told.
    redis.kill('SIGSTOP');
    try {
      await Promise.all(places.map(({ id }) => ana.call(membersApi.remove, { params: { conversationId: id, userId: idOf(bo) } })));
      await Promise.all(places.map((place) => say(place, 'after')));
      await eventually(() => expect(listeners.map(({ left }) => left.size)).toEqual([10, 10]));
    } finally {
      redis.kill('SIGCONT');
    }
    await receivedBy(listeners, () => say(group, 'still in'));
    expect(listeners.flatMap(({ received }) => received.filter(({ body }) => body === 'after'))).toEqual([]);
    hang(listeners);
  });

  it('knows of both who is there', async () => {
    const [ana, bo, eve] = people as [Client, Client, Client];
    // Their clients have sockets of their own, at whichever worker.
    for (const client of [bo, eve]) client.connection.close();
    const watcher = await listen(ana, at(1));
    const statusesAre = (...expected: string[]) =>
      eventually(
        async () => {
          const ack = (await watcher.socket.timeout(10_000).emitWithAck('presence:watch', { userIds: [idOf(bo), idOf(eve)] })) as { data: Presence[] };
          expect(ack.data.map(({ status }) => status)).toEqual(expected);
        },
        { timeoutMs: 30_000 },
      );
    await statusesAre('offline', 'offline');
    const [boHere, boThere, eveThere] = await Promise.all([listen(bo, at(1)), listen(bo, at(2)), listen(eve, at(2))]);
    await statusesAre('online', 'online');
    hang([boThere!, eveThere!]);
    await statusesAre('online', 'offline');
    hang([watcher, boHere!]);
  });

  it('kill -9 of one under load: it starts again by itself, nothing that was acknowledged is lost, the other serves on', async () => {
    const load = new UserLoad();
    const place = await system.group(people[0]!, ...people.slice(1));
    const stays = await everywhere().then((listeners) => listeners.slice(3));
    const [killed, lives] = [pids.get(1)!, pids.get(2)!];
    try {
      await Promise.all(people.flatMap((client, i) => [1, 2, 3, 4].map((n) => load.sends(system.url, client, place.id, `127.0.9.${i * 4 + n}`))));
      for (const client of people) load.posts(system.url, client, place.id);
      await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(50), { timeoutMs: 30_000 });
      process.kill(killed, 'SIGKILL');
      await send(stays[0]!, place.id);
      // More come than were on their way: twelve sockets and three people wait for one answer each.
      const before = load.acknowledged.length;
      await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(before + 50), { timeoutMs: 60_000 });
      await eventually(() => expect(pids.get(1)).not.toBe(killed), { timeoutMs: 60_000 });
      await send(await listen(people[0]!, at(1)), place.id);
    } finally {
      await load.stop();
    }
    const history = await system.history(people[0]!, place.id);
    expectWhole(history, history.length);
    const ids = new Set(history.map(({ id }) => id));
    expect(load.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(pids.get(2)).toBe(lives);
    // A machine that is too busy makes the other stand still, which cuts its connections by design.
    const uncut = stays.filter(({ cuts }) => cuts === 0);
    await eventually(() => uncut.every(({ received }) => received.length === history.length), { timeoutMs: 20_000 });
    hang(stays);
  });

  it('kill -9 of what starts them: they end as well, and all of it comes back', async () => {
    const before = [...pids.values()];
    process.kill(system.stack.services[0].pid, 'SIGKILL');
    await eventually(() => expect([...pids.values()].filter((pid) => before.includes(pid) || !isAlive(pid))).toEqual([]), { timeoutMs: 60_000 });
    await eventually(() => expect(before.filter((pid) => isAlive(pid))).toEqual([]), { timeoutMs: 20_000 });
    await system.ready('hallway');
    const listeners = await everywhere();
    await Promise.all(listeners.map((listener) => send(listener, group.id)));
    hang(listeners);
  });
});

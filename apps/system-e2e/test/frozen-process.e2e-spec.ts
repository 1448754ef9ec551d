import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

import type { Client } from '@hallway/client';
import { membersApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi } from '@hallway/contracts-messages';
import { socketPath } from '@hallway/contracts-realtime';
import { eventually } from '@hallway/testing';

import { idOf, System } from '../src/system';

/** A bare socket to one replica, with all it was told. */
interface Listener {
  socket: Socket;
  received: { event: string; conversationId?: string; messages: string[] }[];
}

describe('a realtime replica that stands still while a member is removed', () => {
  let system: System;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    system = await System.start({ realtime: 2 });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await system?.stop();
  });

  const replica = (index: number) => system.replicas('realtime')[index]!;

  const listen = async (client: Client, index: number): Promise<Listener> => {
    const token = await client.session.current();
    const socket = io(replica(index).url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      auth: { token },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    sockets.push(socket);
    const listener: Listener = { socket, received: [] };
    socket.onAny((event: string, { conversationId, events = [] }: { conversationId?: string; events?: { message: Message }[] }) => {
      listener.received.push({ event, conversationId, messages: events.map(({ message }) => message.id) });
    });
    await eventually(() => socket.connected);
    return listener;
  };

  const say = (client: Client, conversationId: string, body: string) =>
    client.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body } });

  const receives = ({ received }: Listener, { id }: Message) => eventually(() => received.some(({ messages }) => messages.includes(id)), { timeoutMs: 20_000 });

  it('delivers to the removed nothing that came after, shows others no typing of theirs, and serves the remaining members', async () => {
    const [ana, bo] = await Promise.all([system.person('ana'), system.person('bo')]);
    const [left, kept] = await Promise.all([system.group(ana, bo), system.group(ana, bo)]);
    const [anaListens, boListens] = await Promise.all([listen(ana, 0), listen(bo, 1)]);
    await receives(boListens, await say(ana, left.id, 'before'));

    replica(1).kill('SIGSTOP');
    const receivedBefore = boListens.received.length;
    await ana.call(membersApi.remove, { params: { conversationId: left.id, userId: idOf(bo) } });
    boListens.socket.emit('typing:start', { conversationId: left.id });
    const after = await say(ana, left.id, 'after');
    await receives(anaListens, after);
    replica(1).kill('SIGCONT');

    await eventually(
      async () => {
        const message = await say(ana, kept.id, 'still in');
        await eventually(() => boListens.received.some(({ messages }) => messages.includes(message.id)), { timeoutMs: 1_000 });
      },
      { timeoutMs: 30_000 },
    );
    const ofLeft = boListens.received.slice(receivedBefore).filter(({ event, conversationId }) => conversationId === left.id && event !== 'conversation:left');
    expect(ofLeft).toEqual([]);
    expect(anaListens.received.filter(({ event }) => event === 'typing')).toEqual([]);
  }, 120_000);
});

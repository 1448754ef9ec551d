import type { Socket } from 'socket.io';

import type { ClientEventName } from '@hallway/contracts-realtime';

import type { ReferenceServer } from './reference-server.ts';

type Ack = (answer: object) => void;
type Handler = (payload: Record<string, unknown>) => unknown;

/** Lost on the way: no answer at all. */
const nothing = Symbol('nothing');

export function bindSocket(server: ReferenceServer, socket: Socket): void {
  const user = server.sessions.userOf(String(socket.handshake.auth.token));
  void socket.join([`user:${user.id}`, ...server.roomsOf(user.id).map((id) => `conversation:${id}`)]);
  const handlers: Partial<Record<ClientEventName, Handler>> = {
    'message:send': ({ conversationId, ...send }) => {
      const refused = server.faults.refuse('EMIT', 'message:send');
      if (refused) throw refused;
      if (!server.rooms.get(String(conversationId))?.members.has(user.id)) throw notFound;
      const message = server.send(String(conversationId), { senderId: user.id, ...send } as never);
      return server.faults.loseAck() ? nothing : message;
    },
    sync: ({ conversations }) => server.sync(user.id, conversations as { id: string; rev: number }[]),
    'conversation:read': ({ conversationId, seq }) => server.markRead(String(conversationId), user.id, Number(seq)),
    'conversation:delivered': () => ({}),
    'typing:start': ({ conversationId }) => typing(server, socket, String(conversationId), user.id, true),
    'typing:stop': ({ conversationId }) => typing(server, socket, String(conversationId), user.id, false),
    'presence:watch': ({ userIds }) => (userIds as string[]).map((userId) => ({ userId, status: 'online', lastSeenAt: null })),
    'auth:renew': ({ token }) => {
      const problem = server.sessions.check(String(token));
      if (problem) throw problem;
      socket.data.renewed = token;
      return {};
    },
  };
  for (const [event, handler] of Object.entries(handlers)) socket.on(event, (payload: Record<string, unknown>, ack: Ack) => answer(handler, payload, ack));
}

const notFound = { status: 404, code: 'not-found' };

function answer(handler: Handler, payload: Record<string, unknown>, ack: Ack): void {
  try {
    const data = handler(payload);
    if (data !== nothing) ack({ ok: true, data });
  } catch (problem) {
    ack({ ok: false, error: { type: '', title: 'refused', detail: '', traceId: '', ...(problem as object) } });
  }
}

function typing(_server: ReferenceServer, socket: Socket, conversationId: string, userId: string, on: boolean): object {
  socket.to(`conversation:${conversationId}`).emit('typing', { conversationId, userId, typing: on, expiresAt: new Date(Date.now() + 6000).toISOString() });
  return {};
}

import { Injectable } from '@nestjs/common';

import { rooms, type ServerEventName, type ServerPayload } from '@hallway/contracts-realtime';

import type { HallwayServer, HallwaySocket } from './hallway-socket';
import type { JsonText } from './json-text';
import { SocketMetricsService } from './socket-metrics.service';

/** Congested sockets are in this room: what may be lost passes them by, on every replica. */
export const congestedRoom = 'congested';

const none: ReadonlySet<HallwaySocket> = new Set();

/** The sockets of this replica and what is sent to them. */
@Injectable()
export class LiveSocketsService {
  private server?: HallwayServer;
  private readonly byUser = new Map<string, Set<HallwaySocket>>();
  private readonly bySession = new Map<string, Set<HallwaySocket>>();

  constructor(private readonly metrics: SocketMetricsService) {}

  attach(server: HallwayServer): void {
    this.server = server;
  }

  get io(): HallwayServer {
    if (!this.server) throw new Error('The socket server has not started');
    return this.server;
  }

  /** From the moment its user is known, before it is connected: membership changes must reach it. */
  add(socket: HallwaySocket): void {
    const { userId, sessionId } = socket.data;
    put(this.byUser, userId, socket);
    put(this.bySession, sessionId, socket);
  }

  remove(socket: HallwaySocket): void {
    const { userId, sessionId } = socket.data;
    take(this.byUser, userId, socket);
    take(this.bySession, sessionId, socket);
  }

  ofUser(userId: string): ReadonlySet<HallwaySocket> {
    return this.byUser.get(userId) ?? none;
  }

  ofSession(sessionId: string): ReadonlySet<HallwaySocket> {
    return this.bySession.get(sessionId) ?? none;
  }

  users(): IterableIterator<string> {
    return this.byUser.keys();
  }

  /** All that are connected. */
  all(): IterableIterator<HallwaySocket> {
    return this.io.of('/').sockets.values();
  }

  get count(): number {
    return this.io.of('/').sockets.size;
  }

  /** Ids of this replica's sockets in the room of a conversation. */
  inConversation(conversationId: string): ReadonlySet<string> | undefined {
    return this.io.of('/').adapter.rooms.get(rooms.conversation(conversationId));
  }

  /** Users with a socket here in the room of a conversation. */
  usersInConversation(conversationId: string): Set<string> {
    const users = new Set<string>();
    const { sockets } = this.io.of('/');
    for (const id of this.inConversation(conversationId) ?? []) {
      const socket = sockets.get(id);
      if (socket) users.add(socket.data.userId);
    }
    return users;
  }

  /** To this replica's sockets of a room; encoded once. */
  emitToRoom<Name extends ServerEventName>(room: string, event: Name, payload: ServerPayload<Name> | JsonText): void {
    this.emitTo([room], this.io.of('/').adapter.rooms.get(room)?.size ?? 0, event, payload);
  }

  /** To this replica's sockets of all these rooms, once to each. */
  async emitToRooms<Name extends ServerEventName>(names: string[], event: Name, payload: ServerPayload<Name>): Promise<void> {
    const { adapter } = this.io.of('/');
    const here = names.filter((name) => adapter.rooms.has(name));
    // Of no rooms means of all.
    if (here.length > 0) this.emitTo(here, (await adapter.sockets(new Set(here))).size, event, payload);
  }

  private emitTo<Name extends ServerEventName>(names: string[], size: number, event: Name, payload: ServerPayload<Name> | JsonText): void {
    if (size === 0) return;
    this.io.local.to(names).emit(event, ...([payload] as never));
    this.metrics.sent(event, size);
  }

  emitToUser<Name extends ServerEventName>(userId: string, event: Name, payload: ServerPayload<Name>): void {
    this.emitToRoom(rooms.user(userId), event, payload);
  }

  /** Ends a connection, once what was sent is written, so that any client comes back by itself, with back-off. */
  dismiss(socket: HallwaySocket, reason: string): void {
    this.metrics.cut(reason);
    socket.conn.close();
  }

  /** Ends a connection at once. A closing handshake would wait for a client that does not read, and keep all that was sent to it. */
  cut(socket: HallwaySocket, reason: string): void {
    this.metrics.cut(reason);
    const { transport } = socket.conn as unknown as { transport: { socket?: { terminate?: () => void } } };
    socket.conn.close(true);
    transport.socket?.terminate?.();
  }

  /** Ends a connection for good: the client does not come back by itself. */
  end(socket: HallwaySocket, reason: string): void {
    this.metrics.cut(reason);
    if (socket.connected) socket.disconnect(true);
    else socket.conn.close();
  }
}

function put(index: Map<string, Set<HallwaySocket>>, key: string, socket: HallwaySocket): void {
  const known = index.get(key);
  if (known) known.add(socket);
  else index.set(key, new Set([socket]));
}

function take(index: Map<string, Set<HallwaySocket>>, key: string, socket: HallwaySocket): void {
  const known = index.get(key);
  if (known?.delete(socket) && known.size === 0) index.delete(key);
}

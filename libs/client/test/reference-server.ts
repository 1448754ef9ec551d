import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as SocketServer } from 'socket.io';

import type { CurrentUser } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';
import type { MessageChange } from '@hallway/contracts-messages';

import { ReferenceSessions } from './reference-sessions.ts';
import { bindSocket } from './reference-sockets.ts';
import { changed, ReferenceTimeline, type Send } from './reference-timeline.ts';

/** What goes wrong on command. */
export interface Faults {
  /** Commits a send and then keeps the acknowledgement to itself: called per send. */
  loseAck: () => boolean;
  /** How often an event is sent; 0 loses it. */
  copies: () => number;
  /** Milliseconds before an event leaves. */
  delay: () => number;
  /** Does what a call asks for and cuts the connection instead of answering. */
  loseAnswer: (method: string, path: string) => boolean;
  /** Refuses a call before anything happens. */
  refuse: (method: string, path: string) => { status: number; code: string; retryAfter?: number } | undefined;
}

const noFaults: Faults = { loseAck: () => false, copies: () => 1, delay: () => 0, loseAnswer: () => false, refuse: () => undefined };

interface Room {
  timeline: ReferenceTimeline;
  members: Set<string>;
  read: Map<string, number>;
  createdAt: string;
}

/** Enough of Hallway, in memory and in one process, to test a client against: real HTTP, real sockets. */
export class ReferenceServer {
  readonly sessions = new ReferenceSessions();
  readonly rooms = new Map<string, Room>();
  /** All calls, as `METHOD /path`. */
  readonly calls: string[] = [];
  readonly uploads = new Map<string, { fileName: string; bytes: Buffer }>();
  faults: Faults = { ...noFaults };
  io: SocketServer;
  private http: Server;
  private port = 0;

  static async start(): Promise<ReferenceServer> {
    const server = new ReferenceServer();
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Opens the same port again after {@link stop}; everything is still known. */
  async listen(): Promise<void> {
    this.http = createServer((request, response) => void this.answer(request, response));
    this.io = new SocketServer(this.http, { transports: ['websocket'] });
    this.io.use((socket, next) => {
      const problem = this.sessions.check(String(socket.handshake.auth.token));
      next(problem ? Object.assign(new Error(problem.code), { data: problem }) : undefined);
    });
    this.io.on('connection', (socket) => bindSocket(this, socket));
    await new Promise<void>((resolve) => this.http.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.http.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.io.close();
    this.http.closeAllConnections();
  }

  /** Cuts every socket, as a broken network does. */
  cutSockets(): void {
    for (const socket of this.io.sockets.sockets.values()) socket.conn.close();
  }

  calledTimes(call: string): number {
    return this.calls.filter((other) => other === call).length;
  }

  room(...members: CurrentUser[]): string {
    const id = randomUUID();
    const room: Room = { timeline: new ReferenceTimeline(id), members: new Set(), read: new Map(), createdAt: new Date().toISOString() };
    this.rooms.set(id, room);
    for (const { id: userId } of members) this.join(id, userId);
    return id;
  }

  /** @param silently the event that tells of it is lost */
  join(conversationId: string, userId: string, { silently = false } = {}): void {
    const { members, read, timeline } = this.of(conversationId);
    members.add(userId);
    // What was sent before a member joined counts as read.
    read.set(userId, Math.max(read.get(userId) ?? 0, timeline.lastSeq));
    this.io.in(`user:${userId}`).socketsJoin(`conversation:${conversationId}`);
    if (!silently) this.io.to(`user:${userId}`).emit('conversation:joined', { conversation: this.view(conversationId, userId) });
  }

  leave(conversationId: string, userId: string): void {
    this.of(conversationId).members.delete(userId);
    this.io.in(`user:${userId}`).socketsLeave(`conversation:${conversationId}`);
    this.io.to(`user:${userId}`).emit('conversation:left', { conversationId });
  }

  of(conversationId: string): Room {
    const room = this.rooms.get(conversationId);
    if (!room) throw new Error(`There is no conversation ${conversationId}`);
    return room;
  }

  send(conversationId: string, send: Send) {
    const room = this.of(conversationId);
    const { message, change } = room.timeline.send(send);
    room.read.set(send.senderId, Math.max(room.read.get(send.senderId) ?? 0, message.seq));
    if (change) this.publish(conversationId, change);
    return message;
  }

  publish(conversationId: string, change: MessageChange): void {
    const emit = () => this.io.to(`conversation:${conversationId}`).emit('messages:changed', changed(conversationId, change));
    for (let copy = this.faults.copies(); copy > 0; copy -= 1) {
      const delay = this.faults.delay();
      if (delay > 0) setTimeout(emit, delay);
      else emit();
    }
  }

  view(conversationId: string, userId: string): Conversation {
    const { timeline, members, read, createdAt } = this.of(conversationId);
    const readSeq = read.get(userId) ?? 0;
    const lastMessage = timeline.messages.at(-1) ?? null;
    const counters = { lastSeq: timeline.lastSeq, rev: timeline.rev, readSeq, unread: timeline.lastSeq - readSeq, mentionCount: 0 };
    const fixed = { id: conversationId, type: 'group' as const, title: 'Room', avatarUrl: null, role: 'member' as const, muted: false };
    return { ...fixed, ...counters, memberCount: members.size, createdAt, lastMessage, lastActivityAt: lastMessage?.createdAt ?? createdAt };
  }

  roomsOf(userId: string): string[] {
    return [...this.rooms].filter(([, { members }]) => members.has(userId)).map(([id]) => id);
  }

  sync(userId: string, named: { id: string; rev: number }[]) {
    const mine = new Set(this.roomsOf(userId));
    const names = new Set(named.map(({ id }) => id));
    return {
      changed: named
        .filter(({ id, rev }) => mine.has(id) && this.of(id).timeline.rev !== rev)
        .map(({ id }) => {
          const { rev, lastSeq, readSeq, unread } = this.view(id, userId);
          return { id, rev, lastSeq, readSeq, unread };
        }),
      joined: [...mine].filter((id) => !names.has(id)),
      left: [...names].filter((id) => !mine.has(id)),
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const path = pathname.replace('/api/v1', '');
    const method = request.method ?? 'GET';
    this.calls.push(`${method} ${path}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const isJson = request.headers['content-type'] === 'application/json';
    const body = (isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : {}) as Record<string, unknown>;
    const refused = this.faults.refuse(method, path);
    if (refused) return problem(response, refused.status, refused.code, refused.retryAfter);
    const token = request.headers.authorization?.replace('Bearer ', '');
    const known = this.sessions.answer(path, body, token);
    if (known && this.faults.loseAnswer(method, path)) return void request.socket.destroy();
    if (known) return 'code' in known ? problem(response, known.status, known.code) : json(response, 200, known);
    const denied = this.sessions.check(token ?? '');
    if (denied) return problem(response, denied.status, denied.code);
    const query = Object.fromEntries([...searchParams].map(([name, value]) => [name, Number(value)]));
    const result = this.route(method, path.split('/').slice(1), { userId: this.sessions.userOf(token ?? '').id, body, query, bytes });
    if (result === undefined) problem(response, 404, 'not-found');
    else json(response, method === 'POST' ? 201 : 200, result);
  }

  private route(
    method: string,
    [noun, id = '', part]: string[],
    call: { userId: string; body: Record<string, unknown>; query: Record<string, number>; bytes: Buffer },
  ): object | undefined {
    const { userId, body, query } = call;
    if (noun === 'users') return this.sessions.byId(userId);
    if (noun === 'uploads') return this.upload(id, part, body, call.bytes);
    if (noun !== 'conversations') return undefined;
    if (id === '') return { items: this.roomsOf(userId).map((room) => this.view(room, userId)), nextCursor: null };
    if (!this.rooms.get(id)?.members.has(userId)) return undefined;
    const { timeline } = this.of(id);
    if (part === undefined) return this.view(id, userId);
    if (part === 'changes') return timeline.changes(query.since ?? 0, query.limit ?? 50);
    if (part === 'read') return this.markRead(id, userId, Number(body.seq));
    if (part === 'receipts') return this.marks(id);
    if (part === 'messages' && method === 'GET') return timeline.window({ ...query, limit: query.limit ?? 50 });
    if (part === 'messages') return this.send(id, { senderId: userId, ...body } as Send);
    return undefined;
  }

  markRead(conversationId: string, userId: string, seq: number) {
    const { read, timeline } = this.of(conversationId);
    const readSeq = Math.max(read.get(userId) ?? 0, seq);
    read.set(userId, readSeq);
    this.io.to(`conversation:${conversationId}`).emit('receipts:changed', { conversationId, read: [{ userId, seq: readSeq, at: new Date().toISOString() }] });
    return { readSeq, unread: timeline.lastSeq - readSeq };
  }

  private marks(conversationId: string) {
    const at = new Date().toISOString();
    return { read: [...this.of(conversationId).read].map(([userId, seq]) => ({ userId, seq, at, joinedSeq: 0 })), delivered: [] };
  }

  private upload(id: string, part: string | undefined, body: Record<string, unknown>, bytes: Buffer): object | undefined {
    if (id === '') {
      const uploadId = randomUUID();
      this.uploads.set(uploadId, { fileName: String(body.fileName), bytes: Buffer.alloc(0) });
      const target = { method: 'PUT', url: `/api/v1/uploads/${uploadId}/bytes`, headers: { 'content-type': 'application/octet-stream' } };
      return { id: uploadId, upload: target, resumable: { protocol: 'tus', url: `/api/v1/uploads/tus/${uploadId}` }, expiresAt: new Date().toISOString() };
    }
    const upload = this.uploads.get(id);
    if (!upload) return undefined;
    if (part === 'bytes') upload.bytes = bytes;
    return { id, status: 'ready', fileName: upload.fileName, mimeType: 'text/plain', size: upload.bytes.length, sha256: '', variants: [] };
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string, retryAfter?: number): void {
  const headers = { 'content-type': 'application/problem+json', ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
  response.writeHead(status, headers).end(JSON.stringify({ type: `/problems/${code}`, title: code, status, detail: '', code, traceId: '' }));
}

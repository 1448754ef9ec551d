import { v7 as uuidv7 } from 'uuid';

import { authApi, sessionsInternalApi } from '@hallway/contracts-auth';
import { type Conversation, conversationsInternalApi, memberAdded, type MemberChange, memberRemoved } from '@hallway/contracts-conversations';
import {
  type BatchedSend,
  type Message,
  messagesApi,
  messagesChanged,
  messagesInternalApi,
  receiptsApi,
  type StoredMessage,
  syncApi,
} from '@hallway/contracts-messages';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { startTestIssuer, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { realtimeService } from '../src/realtime.service-definition';
import { type EventPublisher, eventPublisher } from './event-publisher';
import { connected, openSocket, TestClient } from './test-client';
import { PeerProblem, startTestPeer, type TestPeer } from './test-peer';

interface Room {
  version: number;
  members: Set<string>;
  seq: number;
  messages: Map<string, Message>;
}

interface ConnectOptions {
  replica?: number;
  userId?: string;
  sessionId?: string;
  expiresInSeconds?: number;
  token?: string;
  client?: object;
}

/** Realtime replicas among stand-ins for the other services, which remember conversations and messages. */
export class RealtimeFixture {
  readonly replicas: ServiceApp[] = [];
  private readonly rooms = new Map<string, Room>();
  private readonly clients: TestClient[] = [];
  /** What happens between reading the list of a user and answering it. */
  readonly slowLists = new Map<string, () => Promise<void>>();

  /** What auth says has ended. */
  readonly endedSessions: string[] = [];

  private constructor(
    readonly issuer: TestIssuer,
    readonly auth: TestPeer,
    readonly redis: TestRedis,
    readonly conversations: TestPeer,
    readonly messages: TestPeer,
    readonly events: EventPublisher,
    private readonly settings: Record<string, unknown>,
  ) {}

  static async start(replicas = 1, settings: Record<string, unknown> = {}): Promise<RealtimeFixture> {
    const [issuer, auth, redis, conversations, messages] = await Promise.all([
      startTestIssuer(),
      startTestPeer(),
      testRedis(),
      startTestPeer(),
      startTestPeer(),
    ]);
    const world = new RealtimeFixture(issuer, auth, redis, conversations, messages, eventPublisher(redis), settings);
    world.answerForAuth();
    world.answerForConversations();
    world.answerForMessages();
    for (let count = 0; count < replicas; count += 1) await world.addReplica();
    return world;
  }

  async addReplica(settings: Record<string, unknown> = {}): Promise<ServiceApp> {
    const replica = await createServiceApp(realtimeService, {
      INSTANCE_ID: `replica-${this.replicas.length}-${process.pid}`,
      REDIS_URL: this.redis.url,
      REDIS_KEY_PREFIX: this.redis.prefix,
      AUTH_URL: [this.auth.url],
      CONVERSATIONS_URL: [this.conversations.url],
      MESSAGES_URL: [this.messages.url],
      REALTIME_LEASE_MS: 600,
      REALTIME_OFFLINE_AFTER_MS: 900,
      REALTIME_DRAIN_MS: 100,
      REALTIME_TOKEN_LEEWAY_MS: 0,
      ...this.settings,
      ...settings,
    });
    this.replicas.push(replica);
    return replica;
  }

  /** A conversation that exists; no member is notified. */
  conversation(...members: string[]): string {
    const id = uuidv7();
    this.rooms.set(id, { version: 1, members: new Set(members), seq: 0, messages: new Map() });
    return id;
  }

  membersOf(conversationId: string): Set<string> {
    return this.room(conversationId).members;
  }

  async addMember(conversationId: string, userId: string): Promise<void> {
    this.room(conversationId).members.add(userId);
    await this.events.publish(memberAdded, this.change(conversationId, userId));
  }

  async removeMember(conversationId: string, userId: string): Promise<void> {
    this.room(conversationId).members.delete(userId);
    await this.events.publish(memberRemoved, this.change(conversationId, userId));
  }

  /** The next version of a membership. */
  change(conversationId: string, userId: string): MemberChange {
    const room = this.room(conversationId);
    room.version += 1;
    return {
      conversationId,
      conversationType: 'group',
      version: room.version,
      userId,
      username: 'somebody',
      role: 'member',
      joinedAt: new Date().toISOString(),
    };
  }

  token({ userId, sessionId, expiresInSeconds }: ConnectOptions): string {
    return this.issuer.mint({ userId, sessionId, expiresInSeconds });
  }

  async connect({ replica = 0, userId = uuidv7(), sessionId = uuidv7(), ...options }: ConnectOptions = {}): Promise<TestClient> {
    const token = options.token ?? this.token({ userId, sessionId, ...options });
    const client = new TestClient(openSocket(this.replicas[replica]!.url, { token }, options.client), userId, sessionId);
    this.clients.push(client);
    await connected(client.socket);
    return client;
  }

  message(conversationId: string, senderId: string, body = 'hello', clientMessageId: string = uuidv7()): Message {
    const room = this.room(conversationId);
    room.seq += 1;
    return {
      id: uuidv7(),
      conversationId,
      seq: room.seq,
      rev: room.seq,
      senderId,
      clientMessageId,
      body,
      attachments: [],
      replyTo: null,
      mentions: [],
      reactions: [],
      pinned: false,
      createdAt: new Date().toISOString(),
      editedAt: null,
      deletedAt: null,
    };
  }

  async publishMessage(message: Message): Promise<void> {
    const { conversationId, rev } = message;
    await this.events.publish(messagesChanged, { conversationId, events: [{ rev, kind: 'created' as const, message }] });
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.close();
    await Promise.all(this.replicas.map((replica) => replica.close()));
    await Promise.all([this.issuer.close(), this.auth.close(), this.conversations.close(), this.messages.close(), this.events.close()]);
    await this.redis.release();
  }

  private room(conversationId: string): Room {
    const room = this.rooms.get(conversationId);
    if (!room) throw new Error('There is no such conversation in this test');
    return room;
  }

  private answerForAuth(): void {
    this.auth.on(authApi.jwks, async () => (await fetch(`${this.issuer.url}${authApi.jwks.path}`)).json());
    this.auth.on(sessionsInternalApi.ended, () => ({ sessionIds: this.endedSessions }));
  }

  private answerForConversations(): void {
    this.conversations.on(conversationsInternalApi.ofUser, async ({ params }) => {
      const conversationIds = [...this.rooms].filter(([, { members }]) => members.has(params.userId!)).map(([id]) => id);
      await this.slowLists.get(params.userId!)?.();
      return { conversationIds };
    });
    this.conversations.on(conversationsInternalApi.members, ({ params }) => {
      const room = this.rooms.get(params.conversationId!);
      if (!room) return new PeerProblem(404, 'not-found');
      const members = [...room.members].map((userId) => ({ userId, username: 'somebody', role: 'member', joinedAt: new Date().toISOString() }));
      return { conversationId: params.conversationId, type: 'group', version: room.version, members };
    });
    this.conversations.on(conversationsInternalApi.views, ({ params, body }) => {
      const id = params.conversationId!;
      const here = (body.userIds as string[]).filter((userId) => this.room(id).members.has(userId));
      return { views: here.map((userId) => ({ userId, conversation: this.view(id) })) };
    });
  }

  private view(id: string): Conversation {
    const { members, seq } = this.room(id);
    return {
      id,
      type: 'group',
      title: 'A group',
      avatarUrl: null,
      memberCount: members.size,
      role: 'member',
      createdAt: new Date().toISOString(),
      lastSeq: seq,
      rev: seq,
      readSeq: 0,
      unread: seq,
      mentionCount: 0,
      lastMessage: null,
      lastActivityAt: new Date().toISOString(),
      muted: false,
    };
  }

  private answerForMessages(): void {
    this.messages.on(messagesInternalApi.batch, async ({ body }) => {
      const sends = body.sends as BatchedSend[];
      return { outcomes: await Promise.all(sends.map((send) => this.store(send))) };
    });
    this.messages.on(receiptsApi.read, ({ body }) => ({ readSeq: body.seq, unread: 0 }));
    this.messages.on(receiptsApi.delivered, () => undefined);
    this.messages.on(messagesApi.delete, () => undefined);
    this.messages.on(messagesApi.edit, ({ body, headers }) => ({ body: body.body, bearer: headers.authorization }));
    this.messages.on(syncApi.sync, ({ headers }) => ({ changed: [], joined: this.conversationsOf(headers.authorization), left: [] }));
  }

  private conversationsOf(authorization = ''): string[] {
    const payload = authorization.split('.')[1] ?? '';
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    return [...this.rooms].filter(([, { members }]) => members.has(sub)).map(([id]) => id);
  }

  private async store({ conversationId, senderId, clientMessageId, body }: BatchedSend): Promise<object> {
    const room = this.rooms.get(conversationId);
    if (!room?.members.has(senderId))
      return { problem: { code: 'not-found', title: 'Not found', status: 404, type: '/problems/not-found', detail: 'Not found', traceId: '' } };
    const known = room.messages.get(clientMessageId);
    if (known) return { stored: storedAs(known), repeated: true };
    const message = this.message(conversationId, senderId, body, clientMessageId);
    room.messages.set(clientMessageId, message);
    await this.publishMessage(message);
    return { stored: storedAs(message) };
  }
}

const storedAs = (message: Message): StoredMessage => ({
  conversationId: message.conversationId,
  seq: message.seq,
  rev: message.rev,
  createdAt: message.createdAt,
  json: JSON.stringify(message),
});

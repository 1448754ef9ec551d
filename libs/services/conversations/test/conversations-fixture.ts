import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

import type { UserProfile } from '@hallway/contracts-auth';
import { type Conversation, conversationsApi, type MemberRole, membersApi } from '@hallway/contracts-conversations';
import { type BodyOf, type Endpoint, pathOf, type Problem, type QueryOf, type ReturnsOf } from '@hallway/contracts-core';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { signServiceToken } from '@hallway/service-kit/auth';
import { validateWire } from '@hallway/service-kit/http';
import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { conversationsService } from '../src/conversations.service-definition';
import { TestPeers } from './test-peers';

const serviceSecret = 'only-for-tests-conversations-0123456789';

export interface TestUser extends UserProfile {
  token: string;
}

export interface Answer<Returns> {
  status: number;
  body: Returns & Problem;
}

interface Input<E> {
  params?: Record<string, string>;
  query?: Partial<QueryOf<E>>;
  body?: BodyOf<E>;
}

export interface StoredEvent {
  type: string;
  subject: string;
  payload: { conversationId: string; version?: number; userId?: string; role?: string; onlyFor?: string };
}

/** The service on real stores, with stand-ins for its neighbours, and people who call it. */
export class ConversationsFixture {
  private constructor(
    readonly database: TestDatabase,
    readonly redis: TestRedis,
    readonly issuer: TestIssuer,
    readonly peers: TestPeers,
    readonly service: ServiceApp,
    readonly sql: pg.Client,
  ) {}

  static async start(overrides: Record<string, unknown> = {}): Promise<ConversationsFixture> {
    const [database, redis, issuer] = await Promise.all([createTestDatabase('conversations', 'auth'), testRedis(), startTestIssuer()]);
    const peers = new TestPeers(issuer, serviceSecret);
    const url = await peers.listen();
    const service = await createServiceApp(conversationsService, {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      SERVICE_SECRET: serviceSecret,
      PUBLIC_URL: 'https://chat.example.org',
      AUTH_URL: url,
      MESSAGES_URL: url,
      UPLOADS_URL: url,
      REALTIME_URL: url,
      ...overrides,
    });
    const sql = new pg.Client({ connectionString: database.ownerUrl, options: '-c search_path=conversations' });
    await sql.connect();
    return new ConversationsFixture(database, redis, issuer, peers, service, sql);
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.sql.end();
    await Promise.all([this.peers.close(), this.issuer.close(), this.redis.release()]);
    await this.database.drop();
  }

  person(name = 'ada'): TestUser {
    const id = uuidv7();
    const profile = { id, username: `${name}-${id.slice(-6)}`, displayName: name, avatarUrl: null, statusText: '' };
    this.peers.users.set(id, profile);
    return { ...profile, token: this.issuer.mint({ userId: id }) };
  }

  people(count: number): TestUser[] {
    return Array.from({ length: count }, (_value, index) => this.person(`p${index}`));
  }

  /** Calls as a client does, and checks every good answer against the contract. */
  async call<E extends Endpoint>(person: TestUser, endpoint: E, input: Input<E> = {}): Promise<Answer<ReturnsOf<E>>> {
    return this.send(endpoint, input, { authorization: `Bearer ${person.token}` });
  }

  /** Calls as another service does. */
  async ask<E extends Endpoint>(endpoint: E, input: Input<E> = {}): Promise<Answer<ReturnsOf<E>>> {
    return this.send(endpoint, input, { 'x-hallway-service': signServiceToken(serviceSecret, 'realtime', 'conversations') });
  }

  async group(owner: TestUser, others: TestUser[] = [], title = 'Garden'): Promise<Conversation> {
    const body = { type: 'group' as const, title, memberIds: others.map(({ id }) => id) };
    return (await this.call(owner, conversationsApi.create, { body })).body;
  }

  async direct(one: TestUser, other: TestUser): Promise<Conversation> {
    const body = { type: 'direct' as const, memberIds: [other.id] };
    return (await this.call(one, conversationsApi.create, { body })).body;
  }

  /** A group with one person in each role, and one more member. */
  async ranks(): Promise<{ id: string; owner: TestUser; admin: TestUser; member: TestUser; other: TestUser; stranger: TestUser }> {
    const [owner, admin, member, other, stranger] = this.people(5) as [TestUser, TestUser, TestUser, TestUser, TestUser];
    const { id } = await this.group(owner, [admin, member, other]);
    await this.setRole(owner, id, admin, 'admin');
    return { id, owner, admin, member, other, stranger };
  }

  async setRole(by: TestUser, conversationId: string, person: TestUser, role: MemberRole): Promise<number> {
    const params = { conversationId, userId: person.id };
    return (await this.call(by, membersApi.changeRole, { params, body: { role } })).status;
  }

  async roles(conversationId: string): Promise<Record<string, MemberRole>> {
    const { rows } = await this.sql.query<{ user_id: string; role: MemberRole }>(
      'select user_id, role from conversation_participants where conversation_id = $1',
      [conversationId],
    );
    return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]));
  }

  /** What the service has told of a conversation, in the order of commits. */
  async published(conversationId: string): Promise<StoredEvent[]> {
    const { rows } = await this.sql.query<StoredEvent>('select type, subject, payload from outbox where subject = $1 order by shard, pub_seq', [
      conversationId,
    ]);
    return rows;
  }

  private async send<E extends Endpoint>(
    endpoint: E,
    { params = {}, query = {}, body }: Input<E>,
    headers: Record<string, string>,
  ): Promise<Answer<ReturnsOf<E>>> {
    const path = pathOf(endpoint, params);
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(`${this.service.url}${path}?${search}`, {
      method: endpoint.method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok && endpoint.returns) validateWire(endpoint.returns, answer);
    return { status: response.status, body: answer as ReturnsOf<E> & Problem };
  }
}

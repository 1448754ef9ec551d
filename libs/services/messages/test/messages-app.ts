import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';

import type { MemberRole, MemberSnapshot } from '@hallway/contracts-conversations';
import { type Endpoint, pathOf } from '@hallway/contracts-core';
import { type Message, messagesApi } from '@hallway/contracts-messages';
import type { OwnedUpload } from '@hallway/contracts-uploads';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { serviceHeader, signServiceToken } from '@hallway/service-kit/auth';
import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { messagesService } from '../src/messages.service-definition';

const secret = 'messages-e2e-0123456789-abcdefghijkl';

/** Plays the conversations and uploads services: answers from what the test put in. */
class Peers {
  readonly snapshots = new Map<string, MemberSnapshot>();
  readonly uploads = new Map<string, OwnedUpload>();
  readonly asked: string[] = [];
  /** Cuts every connection instead of answering. */
  down = false;
  private server: Server;

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (this.down) {
      request.socket.destroy();
      return;
    }
    this.asked.push(path);
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const found = this.find(path, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>));
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { code: 'not-found', title: 'Not found', status: 404 }));
  }

  private find(path: string, body: Record<string, unknown>): object | undefined {
    const membership = /^\/internal\/conversations\/([^/]+)\/memberships$/.exec(path);
    if (membership) return this.snapshots.get(membership[1] ?? '');
    const user = /^\/internal\/users\/([^/]+)\/conversations$/.exec(path)?.[1];
    if (user) {
      const all = [...this.snapshots.values()].filter(({ members }) => members.some(({ userId }) => userId === user));
      return { conversationIds: all.map(({ conversationId }) => conversationId) };
    }
    if (path !== '/internal/uploads/owned') return undefined;
    const ids = body.uploadIds as string[];
    return { uploads: ids.flatMap((id) => this.uploads.get(id) ?? []).filter(({ ownerId }) => ownerId === body.ownerId) };
  }
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface CallInput {
  /** Path parameters by name. */
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
}

/** A user who is signed in. */
export interface TestUser {
  id: string;
  username: string;
  token: string;
}

/** The service on a free port with real stores, and what its tests say to it. */
export class MessagesApp {
  readonly peers = new Peers();
  app: ServiceApp;
  database: TestDatabase;
  private redis: TestRedis;
  private issuer: TestIssuer;

  private peerUrl: string;

  /** `schemas`: of further services that the test starts itself, for telling events. */
  static async start(...schemas: string[]): Promise<MessagesApp> {
    const self = new MessagesApp();
    [self.database, self.redis, self.issuer] = await Promise.all([createTestDatabase('messages', ...schemas), testRedis(), startTestIssuer()]);
    self.peerUrl = await self.peers.start();
    self.app = await createServiceApp(messagesService, self.settingsFor('messages'));
    return self;
  }

  settingsFor(schema: string): Record<string, unknown> {
    return {
      DATABASE_URL: this.database.urlOf(schema),
      REDIS_URL: this.redis.url,
      REDIS_KEY_PREFIX: this.redis.prefix,
      AUTH_URL: [this.issuer.url],
      CONVERSATIONS_URL: [this.peerUrl],
      UPLOADS_URL: [this.peerUrl],
      SERVICE_SECRET: secret,
      MESSAGES_CLEANUP_SECONDS: 1,
    };
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.peers.stop();
    await this.issuer.close();
    await Promise.all([this.redis.release(), this.database.drop()]);
  }

  person(username = `user-${randomUUID().slice(0, 8)}`): TestUser {
    const id = uuidv7();
    return { id, username, token: this.issuer.mint({ userId: id }) };
  }

  /** A conversation that the owner knows of; this service has to ask. The first person owns it. */
  conversation(people: TestUser[], { type = 'group' as 'group' | 'direct', roles = {} as Record<string, MemberRole> } = {}): string {
    const conversationId = uuidv7();
    const joinedAt = new Date().toISOString();
    const members = people.map(({ id, username }, index) => ({
      userId: id,
      username,
      joinedAt,
      role: roles[id] ?? (index === 0 && type === 'group' ? ('owner' as const) : ('member' as const)),
    }));
    this.peers.snapshots.set(conversationId, { conversationId, type, version: 1, members });
    return conversationId;
  }

  call(endpoint: Endpoint, person: TestUser | undefined, input: CallInput = {}): Promise<Answer> {
    return this.request(endpoint, input, person ? { authorization: `Bearer ${person.token}` } : {});
  }

  /** Sends a text, which must succeed. */
  async send(person: TestUser, conversationId: string, text: string): Promise<Message> {
    const { status, body } = await this.call(messagesApi.send, person, { params: { conversationId }, body: aSend(text) });
    if (status !== 201) throw new Error(`A send was answered with ${status}: ${JSON.stringify(body)}`);
    return body as unknown as Message;
  }

  /** As another service of ours. */
  internal(endpoint: Endpoint, body: unknown, caller = 'realtime'): Promise<Answer> {
    return this.request(endpoint, { body }, { [serviceHeader]: signServiceToken(secret, caller, 'messages') });
  }

  private async request(endpoint: Endpoint, { params = {}, query = {}, body }: CallInput, headers: Record<string, string>): Promise<Answer> {
    const path = pathOf(endpoint, params);
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(`${this.app.url}${path}?${search}`, {
      method: endpoint.method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
  }
}

/** A valid send. */
export function aSend(body: string, more: object = {}): { clientMessageId: string; body: string } {
  return { clientMessageId: uuidv7(), body, ...more };
}

import { randomUUID } from 'node:crypto';

import { expectDocumented } from './as-documented';
import { LiveClient } from './live-client';
import type { Account } from './running-hallway';

/** Parsed JSON, to look at freely. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, otherwise the text. */
  body: Json;
}

export interface CallOptions {
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  bytes?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

const prefix = '/api/v1';

/** Plain HTTP, with an access token or without; every answer is held against the documents. Paths are below /api/v1 unless they are whole addresses or begin with a double slash. */
export class ApiCaller {
  constructor(
    readonly url: string,
    public accessToken?: string,
  ) {}

  async call(method: string, path: string, { json, bytes, headers }: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(method, path, {
      headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? bytes : JSON.stringify(json),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    const { origin, pathname } = new URL(this.address(path));
    if (origin === this.url) await expectDocumented(this.url, method, pathname, answer);
    return answer;
  }

  fetch(method: string, path: string, init: { headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> } = {}): Promise<Response> {
    const authorization: Record<string, string> = this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {};
    return fetch(this.address(path), { redirect: 'manual', ...init, method, headers: { ...authorization, ...init.headers } });
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  post(path: string, json?: unknown): Promise<Answer> {
    return this.call('POST', path, { json });
  }

  put(path: string, json?: unknown): Promise<Answer> {
    return this.call('PUT', path, { json });
  }

  patch(path: string, json?: unknown): Promise<Answer> {
    return this.call('PATCH', path, { json });
  }

  del(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  private address(path: string): string {
    if (path.startsWith('http')) return path;
    if (path.startsWith('//')) return this.url + path.slice(1);
    return this.url + (path.startsWith('/api/') ? path : prefix + path);
  }
}

/** A user who is signed in. */
export class ApiUser extends ApiCaller {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  refreshToken: string;

  constructor(url: string, account: Account, signedIn: { accessToken: string; refreshToken: string; user: { id: string } }) {
    super(url, signedIn.accessToken);
    this.id = signedIn.user.id;
    this.username = account.username;
    this.email = account.email;
    this.password = account.password;
    this.refreshToken = signedIn.refreshToken;
  }

  /** A socket of this person that remembers all it hears. */
  async live(token = this.accessToken): Promise<LiveClient> {
    const live = new LiveClient(this.url, { token });
    await live.connected();
    return live;
  }

  /** Sends a message and gives it back. */
  async say(conversationId: string, body: string, more: object = {}): Promise<Json> {
    const answer = await this.post(`/conversations/${conversationId}/messages`, { clientMessageId: randomUUID(), body, ...more });
    if (answer.status !== 201) throw new Error(`Not sent: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The session that the access token belongs to. */
  get sessionId(): string {
    return claimsOf(this.accessToken ?? '').sid;
  }
}

/** What a JWT says, unchecked. */
export function claimsOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

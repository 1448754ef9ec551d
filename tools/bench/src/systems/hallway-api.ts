import { authApi, type AuthResult } from '@hallway/contracts-auth';
import { type Conversation, conversationsApi } from '@hallway/contracts-conversations';
import { type Endpoint, pathOf } from '@hallway/contracts-core';

/** A user with an account. */
export interface BenchUser {
  id: string;
  token: string;
  username: string;
  password: string;
}

/** An answer that is no success. */
export class RefusedCall extends Error {
  constructor(
    message: string,
    /** When it says to come again, in ms; undefined when it does not. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Calls the public API as clients do, without the SDK's retries: the benchmark wants to see every answer. */
export class HallwayApi {
  constructor(readonly url: string) {}

  async call<Result>(
    endpoint: Endpoint,
    options: { params?: Record<string, string>; query?: Record<string, string>; body?: object; token?: string } = {},
  ): Promise<Result> {
    const path = pathOf(endpoint, options.params);
    const query = options.query ? `?${new URLSearchParams(options.query)}` : '';
    const answer = await fetch(`${this.url}${path}${query}`, {
      method: endpoint.method,
      headers: { 'content-type': 'application/json', ...(options.token && { authorization: `Bearer ${options.token}` }) },
      body: options.body && JSON.stringify(options.body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      const seconds = answer.headers.get('retry-after');
      throw new RefusedCall(
        `${endpoint.method} ${endpoint.path} answered ${answer.status}: ${text.slice(0, 200)}`,
        seconds === null ? undefined : Number(seconds) * 1_000,
      );
    }
    return (text === '' ? undefined : JSON.parse(text)) as Result;
  }

  async register(name: string): Promise<BenchUser> {
    const password = `a long password of ${name}`;
    const body = { username: name, email: `${name}@example.org`, password, displayName: name, tokenTransport: 'body' };
    const { user, accessToken } = await this.call<AuthResult>(authApi.register, { body });
    return { id: user.id, token: accessToken, username: name, password };
  }

  async group(owner: BenchUser, others: BenchUser[], title: string): Promise<string> {
    const body = { type: 'group', title, memberIds: others.map(({ id }) => id) };
    return (await this.call<Conversation>(conversationsApi.create, { body, token: owner.token })).id;
  }
}

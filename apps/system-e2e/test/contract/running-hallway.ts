import { randomBytes } from 'node:crypto';

import { System } from '../../src/system';
import { ApiCaller, ApiUser } from './api-user';

export interface Account {
  username: string;
  email: string;
  password: string;
  displayName: string;
}

/** A running Hallway, as a foreign client meets it: an address, and nothing else. */
export class RunningHallway {
  private system?: System;

  /** @param env settings of all services; unless said nothing is limited, and passwords are hashed no harder than allowed */
  constructor(private readonly env: Record<string, string> = { RATE_LIMITS: 'off', AUTH_BCRYPT_COST: '10' }) {}

  async start(): Promise<void> {
    this.system = await System.start({}, { env: { RATE_LIMITS: 'on', ...this.env } });
  }

  async stop(): Promise<void> {
    await this.system?.stop();
  }

  get running(): System {
    if (!this.system) throw new Error('The system has not started');
    return this.system;
  }

  get url(): string {
    return this.running.url;
  }

  /** A caller without an access token, or with this one. */
  caller(token?: string): ApiCaller {
    return new ApiCaller(this.url, token);
  }

  /** Details that are not registered yet. */
  newAccount(name = 'ana'): Account {
    const username = `${name}-${randomBytes(6).toString('hex')}`;
    return { username, email: `${username}@example.org`, password: `a long password ${username}`, displayName: name };
  }

  /** A new account, signed in as a bot is: with both tokens in hand. */
  async person(name?: string): Promise<ApiUser> {
    const account = this.newAccount(name);
    const { status, body } = await this.caller().post('/auth/register', { ...account, tokenTransport: 'body' });
    if (status !== 201) throw new Error(`${account.username} could not register: ${status} ${JSON.stringify(body)}`);
    return new ApiUser(this.url, account, body);
  }

  people(...names: string[]): Promise<ApiUser[]> {
    return Promise.all(names.map((name) => this.person(name)));
  }

  /** A group of these people, made and owned by the first. */
  async group(owner: ApiUser, ...others: ApiUser[]): Promise<string> {
    const { body } = await owner.post('/conversations', { type: 'group', title: 'Group', memberIds: others.map(({ id }) => id) });
    return body.id;
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

import { type Client, createClient } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import { conversationsApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi } from '@hallway/contracts-messages';

import { startStack } from '../../../tools/local-stack/start-stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

type Mode = 'one' | 'separate';

/** In which form the tests run Hallway, unless they say so themselves. */
export const defaultMode = (process.env.HALLWAY_MODE || 'separate') as Mode;

interface SystemOptions {
  /** For every service, on top of its environment. */
  env?: Record<string, string>;
  /** What people type; the gateway's own address unless said. */
  publicUrl?: string;
  /** One process for all services, or one each; of HALLWAY_MODE unless said. */
  mode?: Mode;
  /** Where its data is; a new folder unless said. */
  dataDir?: string;
  /** A Redis to use instead of an own one. */
  redisUrl?: string;
  /** A last word on the environment of each replica. */
  adjustEnv?: (instance: string, env: Record<string, string>) => Record<string, string>;
  /** Called with each line that a replica prints. */
  onLine?: (instance: string, line: string) => void;
}

/** The whole of Hallway, as `npm start` runs it, with data of its own. */
export class System {
  private readonly clients: Client[] = [];

  private constructor(
    readonly stack: Stack,
    readonly dataDir: string,
  ) {}

  static async start(
    replicas: Record<string, number> = {},
    { env = {}, dataDir = mkdtempSync(join(tmpdir(), 'hallway-system-')), mode = defaultMode, ...options }: SystemOptions = {},
  ): Promise<System> {
    const stack = await startStack({
      dataDir,
      port: 0,
      mode,
      replicas,
      env: { RATE_LIMITS: 'off', ...env },
      durable: true,
      quiet: true,
      build: false,
      ...options,
    });
    return new System(stack, dataDir);
  }

  get url(): string {
    return this.stack.url;
  }

  /** A client in which no user is signed in yet. */
  client(): Client {
    const client = createClient({ url: this.url, auth: { transport: 'body' } });
    this.clients.push(client);
    return client;
  }

  /** A new account, signed in, with live state that follows it. */
  async person(name: string): Promise<Client> {
    const client = this.client();
    const username = `${name}-${randomBytes(4).toString('hex')}`;
    await client.session.register({ username, email: `${username}@example.org`, password: `a long password ${username}`, displayName: name });
    return client;
  }

  /** A group of these people, made by the first. */
  group(owner: Client, ...others: Client[]): Promise<Conversation> {
    return owner.call(conversationsApi.create, { body: { type: 'group', title: 'Group', memberIds: others.map(idOf) } });
  }

  /** Every message of a conversation, as the server returns it now. */
  history(client: Client, conversationId: string): Promise<Message[]> {
    return historyOf(client, conversationId);
  }

  kill(instance: string): void {
    this.process(instance).kill('SIGKILL');
  }

  async ready(instance: string): Promise<void> {
    await this.process(instance).waitReady();
  }

  /** Kills one replica, or every one of a service, and leaves it down. */
  async halt(name: string): Promise<void> {
    const one = this.stack.services.filter((service: { instance: string }) => service.instance === name);
    await Promise.all((one.length > 0 ? one : this.replicas(name)).map((replica: Stack['services'][number]) => replica.halt()));
  }

  /** Starts every replica of a halted service again; answers when all are ready. */
  async revive(name: string): Promise<void> {
    await Promise.all(this.replicas(name).map((replica) => replica.start()));
    await Promise.all(this.replicas(name).map((replica) => replica.waitReady()));
  }

  /** Kills Redis, deletes all that it had written, and starts it again. */
  async loseRedis(): Promise<void> {
    const { redis } = this.stack.stores;
    await redis.stop({ with: 'SIGKILL' });
    rmSync(join(this.dataDir, 'redis', 'appendonlydir'), { recursive: true });
    await redis.start();
  }

  /** One command to Redis, as an operator would type it. */
  async redis(command: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(this.stack.stores.redisUrl);
    try {
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** What the database answers, asked as its owner. */
  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.stack.stores.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** The processes in which a service runs. */
  replicas(name: string): Stack['services'] {
    return this.stack.services.filter((service: { name: string }) => runs(service, name));
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.stack.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private process(instance: string): Stack['services'][number] {
    const found = this.stack.services.find((service: { name: string; instance: string }) => service.instance === instance || runs(service, instance));
    if (!found) throw new Error(`There is no ${instance}`);
    return found;
  }
}

/** Whether a service runs in this process: in its own, or in that of all of them. */
function runs(process: { name: string }, service: string): boolean {
  return process.name === service || process.name === 'hallway';
}

/** Every message of a conversation, as the server returns it now. */
export async function historyOf(client: Client, conversationId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const page = await client.call(messagesApi.window, { params: { conversationId }, query: { after: all.at(-1)?.seq ?? 0, limit: 100 } });
    all.push(...page.items);
    if (!page.hasAfter || page.items.length === 0) return all;
  }
}

export function idOf(client: Client): string {
  const { user } = client.session.getSnapshot();
  if (!user) throw new Error('Nobody is signed in');
  return user.id;
}

/** Sends by hand until it is acknowledged, with one id, as every client does. */
export async function sendUntilAcknowledged(client: Client, conversationId: string, body: string): Promise<Message> {
  const clientMessageId = randomUUID();
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await client.emit('message:send', { conversationId, clientMessageId, body });
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Whether `seq` runs 1, 2, 3 … and no message is there twice. */
export function expectWhole(history: Message[], count: number): void {
  expect(history.map((message) => message.seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  expect(new Set(history.map((message) => message.clientMessageId)).size).toBe(count);
}

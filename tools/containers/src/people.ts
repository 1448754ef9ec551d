import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { type Client, createClient } from '@hallway/client';
import { conversationsApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi } from '@hallway/contracts-messages';

/** A send is given up after this long: longer than any container is away. */
const patienceMs = 90_000;

/** People who use one address, as any client does. */
export class People {
  private readonly clients: Client[] = [];

  constructor(private readonly url: string) {}

  async signUp(name: string): Promise<Client> {
    const client = createClient({ url: this.url, auth: { transport: 'body' } });
    this.clients.push(client);
    const username = `${name}-${randomBytes(4).toString('hex')}`;
    await client.session.register({ username, email: `${username}@example.org`, password: `a long password ${username}`, displayName: name });
    return client;
  }

  async group(owner: Client, ...others: Client[]): Promise<string> {
    const memberIds = others.map((client) => client.session.getSnapshot().user!.id);
    return (await owner.call(conversationsApi.create, { body: { type: 'group', title: 'Group', memberIds } })).id;
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}

export async function historyOf(client: Client, conversationId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const page = await client.call(messagesApi.window, { params: { conversationId }, query: { after: all.at(-1)?.seq ?? 0, limit: 100 } });
    all.push(...page.items);
    if (!page.hasAfter || page.items.length === 0) return all;
  }
}

/** Sends with one id until it is acknowledged, as every client does. */
export async function send(client: Client, conversationId: string, body: string, attachments: string[] = []): Promise<Message> {
  const clientMessageId = randomUUID();
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await client.emit('message:send', { conversationId, clientMessageId, body, ...(attachments.length > 0 && { attachments }) });
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(100);
    }
  }
}

/** Someone who writes on and on, until stopped. */
export class Writer {
  readonly acknowledged: string[] = [];
  longestWaitMs = 0;
  private running = true;
  private readonly loop: Promise<void>;

  constructor(client: Client, conversationId: string) {
    this.loop = this.run(client, conversationId);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.loop;
  }

  private async run(client: Client, conversationId: string): Promise<void> {
    while (this.running) {
      const began = Date.now();
      this.acknowledged.push((await send(client, conversationId, `number ${this.acknowledged.length}`)).id);
      this.longestWaitMs = Math.max(this.longestWaitMs, Date.now() - began);
      await delay(50);
    }
  }
}

import { eventually } from '@hallway/testing';

import { type Client, type ClientOptions, createClient } from '../src/index.ts';
import type { ReferenceServer } from './reference-server.ts';

const opened: Client[] = [];

/** A signed-in client with short waits. */
export async function signIn(server: ReferenceServer, username: string, options: Partial<ClientOptions> = {}): Promise<Client> {
  const client = newClient(server, options);
  await client.session.login({ login: username, password: 'anything' });
  await live(client);
  return client;
}

export function newClient(server: ReferenceServer, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: server.url, auth: { transport: 'body' }, backoff: { firstMs: 10, mostMs: 100 }, ...options });
  opened.push(client);
  return client;
}

/** Waits until nothing is missing. */
export function live(client: Client): Promise<boolean> {
  return eventually(() => client.connection.online && client.sync.getSnapshot().status === 'live');
}

export function closeAll(): void {
  for (const client of opened.splice(0)) client.close();
}

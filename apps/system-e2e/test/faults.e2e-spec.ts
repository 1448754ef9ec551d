import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { eventually } from '@hallway/testing';

import { expectWhole, sendUntilAcknowledged, System } from '../src/system';

const total = 120;

/** Sends one after another from both people and does harm after a third and two thirds, the second time when the first is over. */
async function sendDuring(people: Client[], conversationId: string, harm: () => unknown): Promise<string[]> {
  const acknowledged: string[] = [];
  let harming: unknown;
  for (let i = 0; i < total; i += 2) {
    if (i === total / 3 || i === (2 * total) / 3) {
      await harming;
      harming = harm();
    }
    const pair = await Promise.all(people.map((client, k) => sendUntilAcknowledged(client, conversationId, `message ${i + k}`)));
    acknowledged.push(...pair.map((message) => message.id));
  }
  await harming;
  return acknowledged;
}

/** What a person sees of a conversation from now on. */
async function look(client: Client, conversationId: string): Promise<{ ids(): string[]; stop(): void }> {
  const timeline = client.timeline(conversationId);
  const stop = timeline.subscribe(() => undefined);
  await timeline.open();
  return { stop, ids: () => timeline.window.items.map((message) => message.id) };
}

/** A message sent now is delivered to everyone, without asking for it. */
async function expectLive(people: Client[], conversationId: string): Promise<void> {
  const received = new Set<Client>();
  const stops = people.map((client) =>
    client.on('messages:changed', ({ events }) => events.some(({ message }) => message.body === 'live again') && received.add(client)),
  );
  await eventually(
    async () => {
      await people[0]!.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: 'live again' });
      await eventually(() => received.size === people.length);
    },
    { timeoutMs: 30_000 },
  );
  for (const stop of stops) stop();
}

describe('while people write', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({ realtime: 2 });
  });
  afterAll(() => system?.stop());

  const harms: [string, (system: System) => unknown][] = [
    ['kill -9 of the messages service', (it) => it.kill('messages')],
    ['kill -9 of a realtime replica', (it) => it.kill('realtime-2')],
    ['kill -9 of Redis', (it) => it.stack.stores.redis.kill()],
    ['kill -9 of Redis and the loss of its data', (it) => it.loseRedis()],
    ['FLUSHALL', (it) => it.redis('FLUSHALL')],
    ['kill -9 of PostgreSQL', (it) => it.stack.stores.postgres.kill()],
  ];

  it.each(harms)(
    '%s loses and doubles nothing, clients catch up by themselves and stay signed in',
    async (_name, harm) => {
      const people = await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)));
      const [ana, bo, eve] = people as [Client, Client, Client];
      const { id } = await system.group(ana, bo, eve);
      await eventually(() => people.every((client) => client.connection.online), { timeoutMs: 30_000 });
      const views = await Promise.all(people.map((client) => look(client, id)));
      const acknowledged = await sendDuring([ana, bo], id, () => harm(system));
      const history = await eventually(() => system.history(ana, id), { timeoutMs: 30_000 });
      expectWhole(history, total);
      const ids = history.map((message) => message.id);
      expect([...ids].sort()).toEqual([...acknowledged].sort());
      for (const view of views) await eventually(() => expect(view.ids()).toEqual(ids), { timeoutMs: 60_000 });
      await eventually(
        async () => {
          for (const client of people) expect(await client.session.replace((await client.session.current()) ?? '')).toBeDefined();
        },
        { timeoutMs: 30_000 },
      );
      await expectLive(people, id);
      for (const view of views) view.stop();
    },
    180_000,
  );
});

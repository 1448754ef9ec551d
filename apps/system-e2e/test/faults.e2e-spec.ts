import type { Client } from '@hallway/client';
import { eventually } from '@hallway/testing';
import { expectWhole, sendUntilAcknowledged, System } from '../src/system';

const total = 120;

/** Sends one after another from both people and does harm after a third and two thirds. */
async function sendDuring(people: [Client, Client], conversationId: string, harm: () => void): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let i = 0; i < total; i += 2) {
    if (i === total / 3 || i === (2 * total) / 3) harm();
    const pair = await Promise.all(people.map((client, k) => sendUntilAcknowledged(client, conversationId, `message ${i + k}`)));
    acknowledged.push(...pair.map((message) => message.id));
  }
  return acknowledged;
}

describe('kill -9 during sends', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({ realtime: 2 });
  });
  afterAll(() => system?.stop());

  const harms: [string, (system: System) => void][] = [
    ['the messages service', (it) => it.kill('messages')],
    ['a realtime replica', (it) => it.kill('realtime-2')],
    ['Redis', (it) => it.stack.stores.redis.kill()],
    ['PostgreSQL', (it) => it.stack.stores.postgres.kill()],
  ];

  it.each(harms)('of %s loses and doubles nothing, and clients catch up by themselves', async (_name, harm) => {
    const people = (await Promise.all(['ana', 'bo'].map((name) => system.person(name)))) as [Client, Client];
    const watcher = await system.person('eve');
    const conversation = await system.group(people[0], people[1], watcher);
    await eventually(() => [...people, watcher].every((client) => client.connection.online), { timeoutMs: 30_000 });
    const timeline = watcher.timeline(conversation.id);
    const stopWatching = timeline.subscribe(() => undefined);
    await timeline.open();
    const acknowledged = await sendDuring(people, conversation.id, () => harm(system));
    const history = await eventually(() => system.history(people[0], conversation.id), { timeoutMs: 30_000 });
    expectWhole(history, total);
    expect(history.map((message) => message.id).sort()).toEqual([...acknowledged].sort());
    await eventually(() => expect(timeline.window.items.map((message) => message.id)).toEqual(history.map((message) => message.id)), { timeoutMs: 60_000 });
    stopWatching();
  }, 180_000);
});

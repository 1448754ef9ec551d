import { randomUUID } from 'node:crypto';
import fc from 'fast-check';

import { type Client, passedBy } from '@hallway/client';
import { usersApi } from '@hallway/contracts-auth';
import { conversationsApi, membersApi } from '@hallway/contracts-conversations';
import { type Message, type MessageReceipts, messagesApi, receiptsApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { System } from '../src/system';

const steps = fc.array(
  fc.record({
    who: fc.nat({ max: 3 }),
    does: fc.constantFrom('send', 'send', 'read', 'read', 'deliver', 'drop', 'come back', 'look', 'leave or join'),
    back: fc.nat({ max: 4 }),
    waits: fc.boolean(),
  }),
  { minLength: 10, maxLength: 40 },
);

describe('live state over two realtime and two messages replicas', () => {
  let system: System;
  let people: Client[];
  beforeAll(async () => {
    system = await System.start({ realtime: 2, messages: 2 });
    people = await Promise.all(['ana', 'bo', 'eve', 'kai'].map((name) => system.person(name)));
    await eventually(() => people.every(({ connection }) => connection.online), { timeoutMs: 20_000 });
  }, 180_000);
  afterAll(() => system?.stop());

  const idOf = (client: Client) => client.session.user!.id;

  /** What a client shows for a message, as the server would answer it. */
  const shown = (client: Client, { conversationId, seq, senderId }: Message) => {
    const marks = client.receipts.of(conversationId).getSnapshot();
    const others = (kind: 'read' | 'delivered') =>
      passedBy(marks, kind, seq)
        .filter((userId) => userId !== senderId)
        .sort();
    return { read: others('read'), delivered: others('delivered') };
  };
  const users = ({ read, delivered }: MessageReceipts) => ({
    read: read.map(({ userId }) => userId).sort(),
    delivered: delivered.map(({ userId }) => userId).sort(),
  });

  it('ends at the receipts that the server answers, however reading, sending, connections and members interleave', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (actions) => {
        const [ana, ...others] = people as [Client, ...Client[]];
        const { id: conversationId } = await system.group(ana, ...others);
        await eventually(() => people.every(({ conversations }) => conversations.get(conversationId) !== undefined), { timeoutMs: 10_000 });
        const unfollow = people.map((client) => client.receipts.follow(conversationId));
        let last = 0;
        const members = new Set(people);
        const running: Promise<unknown>[] = [];
        for (const { who, does, back, waits } of actions) {
          const client = people[who]!;
          const seq = Math.max(last - back, 1);
          if (does === 'send' && members.has(client)) {
            const send = client.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body: 'x' } });
            running.push(send.then((message) => (last = Math.max(last, message.seq))));
          }
          if (does === 'read') client.markRead(conversationId, seq);
          if (does === 'deliver' && members.has(client)) running.push(client.call(receiptsApi.delivered, { params: { conversationId }, body: { seq } }));
          if (does === 'drop') client.connection.close();
          if (does === 'come back') client.connection.open();
          if (does === 'look') unfollow.push(client.receipts.follow(conversationId));
          if (does === 'leave or join' && client !== ana) {
            await Promise.allSettled(running);
            const was = members.delete(client);
            if (was) await ana.call(membersApi.remove, { params: { conversationId, userId: idOf(client) } });
            else await ana.call(membersApi.add, { params: { conversationId }, body: { userIds: [idOf(client)] } });
            if (!was) members.add(client);
          }
          if (waits) await Promise.allSettled(running.slice(-1));
        }
        await Promise.allSettled(running);
        for (const { connection } of people) connection.open();
        const { items } = await ana.call(messagesApi.window, { params: { conversationId }, query: { limit: 50 } });
        await eventually(
          async () => {
            for (const message of items) {
              const answer = users(await ana.call(receiptsApi.ofMessage, { params: { messageId: message.id } }));
              for (const client of members)
                expect({ of: message.seq, by: client.session.user!.username, ...shown(client, message) }).toEqual({
                  of: message.seq,
                  by: client.session.user!.username,
                  ...answer,
                });
            }
          },
          { timeoutMs: 15_000 },
        );
        for (const leave of unfollow) leave();
        await ana.call(conversationsApi.delete, { params: { conversationId } });
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 240_000);

  it('renames a person everywhere within a second', async () => {
    const [ana, bo, eve] = people as [Client, Client, Client];
    const { id } = await system.group(ana, bo, eve);
    const nameIn = (client: Client) => client.conversations.get(id)?.members?.find(({ userId }) => userId === idOf(bo))?.user.displayName;
    await eventually(() => [ana, eve].every((client) => nameIn(client) === 'bo'), { timeoutMs: 10_000 });
    eve.connection.close();
    const began = performance.now();
    await bo.call(usersApi.updateMe, { body: { displayName: 'Bo the Second' } });
    await eventually(() => [ana, bo].every((client) => nameIn(client) === 'Bo the Second'), { timeoutMs: 10_000 });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(bo.session.user?.displayName).toBe('Bo the Second');
    eve.connection.open();
    await eventually(() => eve.connection.online, { timeoutMs: 10_000 });
    // Who was away asks again.
    await eventually(async () => expect((await eve.call(usersApi.get, { params: { userId: idOf(bo) } })).displayName).toBe('Bo the Second'));
  }, 60_000);
});

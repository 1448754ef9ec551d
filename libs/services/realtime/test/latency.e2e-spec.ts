import { v7 as uuidv7 } from 'uuid';

import { type BatchedSend, type BatchOutcome, type Message, messagesInternalApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';

interface Observed {
  count: number;
  sum: number;
}

describe('the numbers of how long sends and deliveries take', () => {
  let world: RealtimeFixture;

  beforeEach(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterEach(() => world?.stop());

  const pair = async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    const conversationId = world.conversation(a, b);
    return { conversationId, alice: await world.connect({ userId: a }), bob: await world.connect({ userId: b, replica: 1 }) };
  };
  const hello = (conversationId: string) => ({ conversationId, clientMessageId: uuidv7(), body: 'hello' });

  /** What a histogram of a replica holds, of the series with this label. */
  async function observed(replica: number, name: string, label = ''): Promise<Observed> {
    const text = await (await fetch(`${world.replicas[replica]!.opsUrl}/metrics`)).text();
    const valueOf = (part: string): number => {
      const line = text.split('\n').find((one) => one.startsWith(`hallway_realtime_${name}_${part}{`) && one.includes(label));
      return Number(line?.slice(line.lastIndexOf(' ')) ?? 0);
    };
    return { count: valueOf('count'), sum: valueOf('sum') };
  }

  it('have one acknowledgement a batch, stored or not', async () => {
    const { conversationId, alice } = await pair();
    await Promise.all(Array.from({ length: 20 }, () => alice.ok('message:send', hello(conversationId))));
    world.messages.down = true;
    await expect(alice.refused('message:send', hello(conversationId))).resolves.toMatchObject({ code: 'unavailable' });
    const [acknowledged, batches] = [await observed(0, 'send_ack_seconds'), await observed(0, 'send_batch_messages')];
    expect(batches.sum).toBe(21);
    expect(batches.count).toBeLessThan(21);
    expect(acknowledged.count).toBe(batches.count);
  });

  it('have in them what a send waited for messages', async () => {
    const { conversationId, alice } = await pair();
    world.messages.on(messagesInternalApi.batch, async ({ body }) => {
      const began = performance.now();
      await eventually(() => performance.now() - began > 300);
      return { outcomes: (body.sends as BatchedSend[]).map((send) => stored(world, send)) };
    });
    await alice.ok('message:send', hello(conversationId));
    const { count, sum } = await observed(0, 'send_ack_seconds');
    expect(count).toBe(1);
    expect(sum).toBeGreaterThan(0.3);
  });

  it('have a delivery by the stream for each commit with sockets here, from its time on', async () => {
    const { conversationId, alice, bob } = await pair();
    await alice.ok('message:send', hello(conversationId));
    await Promise.all([alice, bob].map((client) => client.waitFor('messages:changed')));
    for (const replica of [0, 1]) {
      const { count, sum } = await observed(replica, 'delivery_seconds', 'path="stream"');
      expect(count).toBe(1);
      expect(sum).toBeLessThan(5);
    }
    const elsewhere = world.message(world.conversation(uuidv7()), uuidv7());
    await world.publishMessage(elsewhere);
    const next = world.message(conversationId, alice.userId);
    await world.publishMessage(next);
    await alice.waitFor('messages:changed', ({ events }) => events[0]?.message.id === next.id);
    expect((await observed(0, 'delivery_seconds', 'path="stream"')).count).toBe(2);
  });

  it('have one optimistic delivery a batch, however many conversations it delivers to', async () => {
    const { conversationId, alice } = await pair();
    const second = world.conversation(alice.userId, uuidv7());
    await world.addMember(second, alice.userId);
    for (const id of [conversationId, second]) {
      const message = world.message(id, alice.userId);
      await eventually(async () => {
        await world.publishMessage(message);
        return alice.of('messages:changed').some((changed) => changed.conversationId === id);
      });
    }
    world.messages.on(messagesInternalApi.batch, ({ body }) => ({ outcomes: (body.sends as BatchedSend[]).map((send) => stored(world, send)) }));
    await Promise.all([conversationId, second].map((id) => alice.ok('message:send', hello(id))));
    const received = alice.of('messages:changed').filter(({ events }) => events[0]?.rev === 2);
    expect(received.map((changed) => changed.conversationId).sort()).toEqual([conversationId, second].sort());
    expect(await observed(0, 'delivery_seconds', 'path="optimistic"')).toEqual({
      count: (await observed(0, 'send_batch_messages')).count,
      sum: expect.any(Number) as number,
    });
  });
});

/** As messages answers: with the event that the stream will bring. */
function stored(world: RealtimeFixture, { conversationId, senderId, body, clientMessageId }: BatchedSend): BatchOutcome {
  const message: Message = world.message(conversationId, senderId, body, clientMessageId);
  const { seq, rev, createdAt } = message;
  return { stored: { conversationId, seq, rev, createdAt, eventId: uuidv7(), json: JSON.stringify(message) }, repeated: false };
}

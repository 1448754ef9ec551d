import { v7 as uuidv7 } from 'uuid';

import { messagesApi, messagesInternalApi, receiptsAdvanced, receiptsApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';

describe('delivery', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterAll(() => world?.stop());

  const pair = async () => {
    const [alice, bob] = [uuidv7(), uuidv7()];
    const conversationId = world.conversation(alice, bob);
    return { conversationId, alice: await world.connect({ userId: alice }), bob: await world.connect({ userId: bob, replica: 1 }) };
  };
  const hello = (conversationId: string, body = 'hello') => ({ conversationId, clientMessageId: uuidv7(), body });

  it('acknowledges a send with the message and brings it to members on every replica', async () => {
    const { conversationId, alice, bob } = await pair();
    const message = await alice.ok('message:send', hello(conversationId));
    expect(message).toMatchObject({ conversationId, seq: 1, body: 'hello', senderId: alice.userId });
    const received = await bob.waitFor('messages:changed');
    expect(received).toEqual({ conversationId, events: [{ rev: 1, kind: 'created', message }] });
    await alice.waitFor('messages:changed');
  });

  it('brings nothing to people who are not in the conversation', async () => {
    const { conversationId, alice, bob } = await pair();
    const stranger = await world.connect();
    await alice.ok('message:send', hello(conversationId));
    await bob.waitFor('messages:changed');
    expect(stranger.events()).toEqual([]);
  });

  it('refuses to send into a conversation of others', async () => {
    const { conversationId } = await pair();
    const stranger = await world.connect();
    await expect(stranger.refused('message:send', hello(conversationId))).resolves.toMatchObject({ code: 'not-found', status: 404 });
  });

  it('keeps the order of a sender and answers every send', async () => {
    const { conversationId, alice, bob } = await pair();
    const answers = await Promise.all(Array.from({ length: 25 }, (_, at) => alice.ok('message:send', hello(conversationId, `m${at}`))));
    expect(answers.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
    await eventually(() => bob.of('messages:changed').length === 25);
    expect(bob.of('messages:changed').map(({ events }) => events[0]?.message.body)).toEqual(answers.map(({ body }) => body));
  });

  it('puts sends that arrive together into few requests', async () => {
    const { conversationId, alice, bob } = await pair();
    const before = world.messages.calls(messagesInternalApi.batch).length;
    await Promise.all([alice, bob].flatMap((client) => Array.from({ length: 20 }, () => client.ok('message:send', hello(conversationId)))));
    const requests = world.messages.calls(messagesInternalApi.batch).length - before;
    expect(requests).toBeLessThan(20);
  });

  it('answers unavailable promptly while messages is down, and stores the retry once', async () => {
    const { conversationId, alice } = await pair();
    const send = hello(conversationId);
    world.messages.down = true;
    await expect(alice.refused('message:send', send)).resolves.toMatchObject({ code: 'unavailable', status: 503 });
    world.messages.down = false;
    const [first, second] = [await alice.ok('message:send', send), await alice.ok('message:send', send)];
    expect(second.id).toBe(first.id);
  });

  it('forwards an edit with the token of the user', async () => {
    const { alice } = await pair();
    const answer = await alice.ok('message:edit', { messageId: uuidv7(), body: 'new' });
    expect(answer).toMatchObject({ body: 'new', bearer: expect.stringMatching(/^Bearer ey/) });
    await expect(alice.ok('message:delete', { messageId: uuidv7() })).resolves.toEqual({});
    expect(world.messages.calls(messagesApi.delete)).not.toHaveLength(0);
  });

  it('merges read marks to the highest and answers everyone', async () => {
    const { conversationId, alice } = await pair();
    const before = world.messages.calls(receiptsApi.read).length;
    const answers = await Promise.all([1, 4, 9, 7].map((seq) => alice.ok('conversation:read', { conversationId, seq })));
    expect(answers.map(({ readSeq }) => readSeq)).toEqual([1, 9, 9, 9]);
    expect(world.messages.calls(receiptsApi.read).length - before).toBe(2);
    await expect(alice.ok('conversation:delivered', { conversationId, seq: 3 })).resolves.toEqual({});
  });

  it('shows marks to all members of a small conversation', async () => {
    const { conversationId, alice, bob } = await pair();
    const mark = { userId: alice.userId, seq: 3, at: new Date().toISOString() };
    await world.events.publish(receiptsAdvanced, { conversationId, read: [mark] });
    await expect(bob.waitFor('receipts:changed')).resolves.toEqual({ conversationId, read: [mark] });
  });

  it('shows marks in a large conversation to their owner only', async () => {
    const { conversationId, alice, bob } = await pair();
    for (let count = 0; count < 120; count += 1) world.membersOf(conversationId).add(uuidv7());
    const mark = (seq: number) => ({ userId: alice.userId, seq, at: new Date().toISOString() });
    const bobReceived = async (seq: number) => {
      await world.events.publish(receiptsAdvanced, { conversationId, read: [mark(seq)] });
      const message = world.message(conversationId, alice.userId);
      await world.publishMessage(message); // comes after it, in the same stream
      await bob.waitFor('messages:changed', ({ events }) => events[0]?.message.id === message.id);
      return bob.of('receipts:changed').some(({ read }) => read?.[0]?.seq === seq);
    };
    let seq = 0;
    // The size is asked for in the background with the first one.
    await eventually(async () => !(await bobReceived((seq += 1))));
    await alice.waitFor('receipts:changed', ({ read }) => read?.[0]?.seq === seq);
  });

  it('says who types to the others on all replicas, and stops when they send', async () => {
    const { conversationId, alice, bob } = await pair();
    await alice.ok('typing:start', { conversationId });
    const typing = await bob.waitFor('typing', (event) => event.typing);
    expect(typing).toMatchObject({ conversationId, userId: alice.userId });
    expect(Date.parse(typing.expiresAt)).toBeGreaterThan(Date.now());
    await alice.ok('typing:start', { conversationId });
    await alice.ok('message:send', hello(conversationId));
    await bob.waitFor('typing', (event) => !event.typing);
    expect(bob.of('typing')).toHaveLength(2);
    expect(alice.of('typing')).toHaveLength(0);
  });

  it('does not let strangers type', async () => {
    const { conversationId } = await pair();
    const stranger = await world.connect();
    await expect(stranger.refused('typing:start', { conversationId })).resolves.toMatchObject({ code: 'not-found' });
  });

  it('stops the typing of a user who goes away', async () => {
    const { conversationId, alice, bob } = await pair();
    await alice.ok('typing:start', { conversationId });
    await bob.waitFor('typing', (event) => event.typing);
    alice.close();
    await bob.waitFor('typing', (event) => !event.typing);
  });

  it('answers a sync', async () => {
    const { conversationId, alice } = await pair();
    await expect(alice.ok('sync', { conversations: [] })).resolves.toMatchObject({ joined: [conversationId] });
  });
});

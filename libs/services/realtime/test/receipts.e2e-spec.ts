import { v7 as uuidv7 } from 'uuid';

import { receiptsAdvanced } from '@hallway/contracts-messages';

import { RealtimeFixture } from './realtime-fixture';
import type { TestClient } from './test-client';

describe('marks of members', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterAll(() => world?.stop());

  const pair = async () => {
    const [ana, bo] = [uuidv7(), uuidv7()];
    const conversationId = world.conversation(ana, bo);
    return { conversationId, ana: await world.connect({ userId: ana }), bo: await world.connect({ userId: bo, replica: 1 }) };
  };
  const send = (by: TestClient, conversationId: string) => by.ok('message:send', { conversationId, clientMessageId: uuidv7(), body: 'hello' });
  const hasRead =
    (by: TestClient, seq: number) =>
    ({ read = [] }: { read?: { userId: string; seq: number }[] }) =>
      read.some((mark) => mark.userId === by.userId && mark.seq === seq);

  it('are told when sending moved them, though no mark of reading moves anything afterwards', async () => {
    const { conversationId, ana, bo } = await pair();
    const asked = await send(ana, conversationId);
    const answer = await send(bo, conversationId);
    // Sooner than what Bo's page would say; with the answer, the mark of reading finds nothing to move.
    await expect(ana.waitFor('receipts:changed', hasRead(bo, answer.seq))).resolves.toEqual({
      conversationId,
      read: expect.arrayContaining([{ userId: bo.userId, seq: answer.seq, at: answer.createdAt }]),
    });
    expect(answer.seq).toBeGreaterThan(asked.seq);
    await bo.waitFor('receipts:changed', hasRead(bo, answer.seq));
  });

  it('of many sends are told together, the highest of each sender', async () => {
    const { conversationId, ana, bo } = await pair();
    const sent = await Promise.all(Array.from({ length: 20 }, (_, at) => send(at % 2 ? ana : bo, conversationId)));
    const last = (by: TestClient) => Math.max(...sent.filter(({ senderId }) => senderId === by.userId).map(({ seq }) => seq));
    await ana.waitFor('receipts:changed', hasRead(bo, last(bo)));
    await ana.waitFor('receipts:changed', hasRead(ana, last(ana)));
    expect(ana.of('receipts:changed').length).toBeLessThan(10);
  });

  it('are told of each, in whatever order reading and sending come', async () => {
    for (const readFirst of [true, false]) {
      const { conversationId, ana, bo } = await pair();
      const { seq } = await send(ana, conversationId);
      const publishRead = () => world.events.publish(receiptsAdvanced, { conversationId, read: [{ userId: bo.userId, seq, at: new Date().toISOString() }] });
      if (readFirst) await publishRead();
      const answer = await send(bo, conversationId);
      if (!readFirst) await publishRead();
      await ana.waitFor('receipts:changed', hasRead(bo, seq));
      await ana.waitFor('receipts:changed', hasRead(bo, answer.seq));
    }
  });

  it('of a removed member are not delivered any more', async () => {
    const { conversationId, ana, bo } = await pair();
    const kai = await world.connect({ userId: uuidv7() });
    await world.addMember(conversationId, kai.userId);
    await kai.waitFor('conversation:joined');
    await send(kai, conversationId);
    await world.removeMember(conversationId, kai.userId);
    await kai.waitFor('conversation:left');
    const { seq } = await send(bo, conversationId);
    await ana.waitFor('receipts:changed', hasRead(bo, seq));
    expect(
      ana
        .of('receipts:changed')
        .flatMap(({ read = [] }) => read)
        .filter(({ userId }) => userId === kai.userId),
    ).toEqual([]);
    expect(kai.events()).not.toContain('receipts:changed');
  });
});

describe('typing', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(1);
  });
  afterAll(() => world?.stop());

  it('of a removed member ends without a last event', async () => {
    const [ana, bo] = [await world.connect(), await world.connect()];
    const conversationId = world.conversation(ana.userId);
    await world.addMember(conversationId, ana.userId);
    await world.addMember(conversationId, bo.userId);
    await bo.waitFor('conversation:joined');
    await ana.waitFor('conversation:joined');
    await bo.ok('typing:start', { conversationId });
    await ana.waitFor('typing', ({ typing }) => typing);
    await world.removeMember(conversationId, bo.userId);
    await bo.waitFor('conversation:left');
    bo.close();
    await bo.isGone();
    // What is told after it has come: so would have been the last word.
    const kai = await world.connect();
    await world.addMember(conversationId, kai.userId);
    await kai.waitFor('conversation:joined');
    await kai.ok('typing:start', { conversationId });
    await ana.waitFor('typing', ({ userId }) => userId === kai.userId);
    expect(ana.of('typing').filter(({ userId }) => userId === bo.userId)).toHaveLength(1);
  });
});

import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';

import { sessionWasRevoked } from '@hallway/contracts-auth';
import { removalPatienceMs } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy';
import { RealtimeFixture } from './realtime-fixture';
import type { TestClient } from './test-client';

interface RawTransport {
  ws: { _socket: { pause(): void } };
}

/** What a long stop of the process is to its event loop. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('faults', () => {
  let world: RealtimeFixture;

  beforeEach(async () => {
    world = await RealtimeFixture.start(1, { RATE_LIMITS: 'off' });
  });
  afterEach(() => world?.stop());

  const metric = async (name: string) => {
    const text = await (await fetch(`${world.replicas[0]!.opsUrl}/metrics`)).text();
    return text.split('\n').find((line) => line.startsWith(`hallway_realtime_${name}`)) ?? '';
  };
  const pair = async (replicas: [number, number] = [0, 0]) => {
    const [a, b] = [uuidv7(), uuidv7()];
    const conversationId = world.conversation(a, b);
    return { conversationId, alice: await world.connect({ userId: a, replica: replicas[0] }), bob: await world.connect({ userId: b, replica: replicas[1] }) };
  };
  const receivedAgain = async (conversationId: string, client: TestClient) => {
    const message = world.message(conversationId, client.userId);
    await world.publishMessage(message);
    await client.waitFor('messages:changed', ({ events }) => events[0]?.message.id === message.id);
  };

  describe('Redis away', () => {
    let proxy: CuttableProxy;

    afterEach(() => proxy?.close());

    it('sockets stay, sends are acknowledged, and everything published in between arrives when it is back', async () => {
      proxy = await startCuttableProxy(world.redis.url);
      await world.addReplica({ REDIS_URL: proxy.url });
      const { conversationId, alice, bob } = await pair([1, 1]);
      await alice.ok('presence:watch', { userIds: [bob.userId] });
      await proxy.cut();
      const sent = await Promise.all(['one', 'two', 'three'].map((body) => alice.ok('message:send', { conversationId, clientMessageId: uuidv7(), body })));
      for (let count = 0; count < 50; count += 1) await alice.ok('typing:start', { conversationId });
      await expect(alice.ok('presence:watch', { userIds: [bob.userId] })).resolves.toMatchObject([{ status: 'online' }]);
      await expect(world.connect({ replica: 1 })).resolves.toBeDefined();
      expect(bob.of('messages:changed')).toEqual([]);
      await proxy.repair();
      for (const message of sent) await bob.waitFor('messages:changed', ({ events }) => events.some((event) => event.message.id === message.id));
      expect(bob.of('messages:changed').flatMap(({ events }) => events.map(({ rev }) => rev))).toEqual([1, 2, 3]);
      expect([...alice.events(), ...bob.events()]).not.toContain('user:offline');
      const other = await world.connect({ userId: alice.userId, replica: 0 });
      await eventually(
        async () => {
          await other.ok('typing:start', { conversationId });
          await other.ok('typing:stop', { conversationId });
          return bob.of('typing').some(({ userId }) => userId === alice.userId);
        },
        { timeoutMs: 8_000, everyMs: 100 },
      );
    });
  });

  it('goes on when Redis loses everything and all connections', async () => {
    const { conversationId, alice, bob } = await pair();
    await receivedAgain(conversationId, bob);
    const redis = new Redis(world.redis.url);
    await world.redis.flush();
    const mine = ((await redis.call('CLIENT', 'LIST')) as string)
      .split('\n')
      .filter((line) => line.includes('name=hallway-realtime') && line.includes(` db=${new URL(world.redis.url).pathname.slice(1)} `));
    for (const line of mine) await redis.call('CLIENT', 'KILL', 'ID', /^id=(\d+)/.exec(line)![1]!);
    redis.disconnect();
    expect(mine.length).toBeGreaterThan(3);
    await receivedAgain(conversationId, bob);
    await alice.ok('message:send', { conversationId, clientMessageId: uuidv7(), body: 'after' });
    await bob.waitFor('messages:changed', ({ events }) => events[0]?.message.body === 'after');
    await world.events.publish(sessionWasRevoked, { userId: bob.userId, sessionId: bob.sessionId, reason: 'logout' });
    await bob.isGone();
  });

  it('cuts a client that does not read, and no other client waits for it', async () => {
    const { conversationId, alice, bob } = await pair();
    const slow = await world.connect({ userId: bob.userId });
    (slow.socket.io.engine.transport as unknown as RawTransport).ws._socket.pause();
    const body = 'x'.repeat(16_000);
    for (let count = 0; count < 1_200; count += 1) await world.publishMessage(world.message(conversationId, alice.userId, body));
    await eventually(() => alice.of('messages:changed').length === 1_200, { timeoutMs: 20_000 });
    await eventually(async () => (await metric('sockets_cut_total{reason="slow"')).endsWith(' 1'), { timeoutMs: 10_000 });
    expect(bob.socket.connected).toBe(true);
    expect(await metric('sockets_connected')).toMatch(/ 2$/);
  });

  it('sends clients away to catch up when events are missing', async () => {
    const { conversationId, alice, bob } = await pair();
    await receivedAgain(conversationId, bob);
    world.events.skip('messages', conversationId, 5);
    await world.publishMessage(world.message(conversationId, alice.userId));
    await Promise.all([alice.isGone(), bob.isGone()]);
    // A reason after which clients come back by themselves.
    expect(alice.disconnectReason).toBe('transport close');
    await world.connect({ userId: alice.userId });
  });

  it('delivers nothing when it stood still for as long as a removal waits, and serves clients that come back', async () => {
    const { conversationId, alice, bob } = await pair();
    await receivedAgain(conversationId, bob);
    const word = world.message(conversationId, alice.userId, 'after the removal');
    // The notification of the removal never comes: its sender gave up waiting.
    world.membersOf(conversationId).delete(bob.userId);
    alice.socket.emit('typing:start', { conversationId });
    const published = world.publishMessage(word);
    standStill(removalPatienceMs);
    await published;
    await Promise.all([alice.isGone(), bob.isGone()]);
    expect(alice.disconnectReason).toMatch(/^transport/);
    expect([...alice.of('messages:changed'), ...bob.of('messages:changed')].flatMap(({ events }) => events.map(({ message }) => message.id))).not.toContain(
      word.id,
    );
    expect(bob.events()).not.toContain('typing');
    const [again, removed] = [await world.connect({ userId: alice.userId }), await world.connect({ userId: bob.userId })];
    await receivedAgain(conversationId, again);
    expect(removed.events()).not.toContain('messages:changed');
  });

  it('goes on where it was when it stood still for a moment only', async () => {
    const { conversationId, alice, bob } = await pair();
    await receivedAgain(conversationId, bob);
    const word = world.message(conversationId, alice.userId, 'meanwhile');
    const published = world.publishMessage(word);
    standStill(1_000);
    await published;
    await bob.waitFor('messages:changed', ({ events }) => events[0]?.message.id === word.id);
    expect(alice.socket.connected && bob.socket.connected).toBe(true);
  });

  it('lets clients go and ends in time when it is stopped', async () => {
    const { alice, bob } = await pair();
    const started = Date.now();
    await world.replicas[0]!.close();
    expect(Date.now() - started).toBeLessThan(5_000);
    await Promise.all([alice.isGone(), bob.isGone()]);
    expect(alice.disconnectReason).toBe('transport close');
    await expect(world.connect()).rejects.toThrow();
  });

  it('counts what happens', async () => {
    const { conversationId, alice, bob } = await pair();
    await alice.ok('message:send', { conversationId, clientMessageId: uuidv7(), body: 'hello' });
    await bob.waitFor('messages:changed');
    await bob.refused('message:send', {});
    expect(await metric('sockets_connected')).toMatch(/ 2$/);
    expect(await metric('events_received_total{event="message:send",outcome="ok"')).toMatch(/ 1$/);
    expect(await metric('events_received_total{event="message:send",outcome="validation-failed"')).toMatch(/ 1$/);
    expect(await metric('frames_sent_total{event="messages:changed"')).toMatch(/ 2$/);
    expect(await metric('send_batch_messages_count')).toMatch(/ 1$/);
  });
});

import { v7 as uuidv7 } from 'uuid';

import { sessionsInternalApi } from '@hallway/contracts-auth';
import { eventually } from '@hallway/testing';

import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy';
import { RealtimeFixture } from './realtime-fixture';
import { connected, openSocket } from './test-client';
import { PeerProblem } from './test-peer';

describe('revocation while Redis is away', () => {
  let world: RealtimeFixture;
  let proxy: CuttableProxy;

  beforeEach(async () => {
    world = await RealtimeFixture.start(0);
    proxy = await startCuttableProxy(world.redis.url);
  });
  afterEach(async () => {
    await world?.stop();
    await proxy?.close();
  });

  it('ends the sockets of a session by asking auth, once for all sockets, and refuses its tokens', async () => {
    const replica = await world.addReplica({ REDIS_URL: proxy.url, REALTIME_SESSION_SWEEP_MS: 200 });
    const [ended, other] = [await world.connect(), await world.connect()];
    const conversationId = world.conversation(other.userId);
    await world.addMember(conversationId, other.userId);
    await proxy.cut();
    world.endedSessions.push(ended.sessionId);
    await ended.isGone();
    expect(ended.of('session:revoked')).toEqual([{ reason: 'revoked' }]);
    expect(ended.disconnectReason).toBe('io server disconnect');
    const token = world.token({ userId: ended.userId, sessionId: ended.sessionId });
    await expect(connected(openSocket(replica.url, { token }))).rejects.toMatchObject({ data: { code: 'session-revoked' } });
    expect(other.socket.connected).toBe(true);
    await proxy.repair();
    await world.publishMessage(world.message(conversationId, other.userId));
    await other.waitFor('messages:changed');
  });

  it('lets a replica stop all the same', async () => {
    const replica = await world.addReplica({ REDIS_URL: proxy.url });
    const client = await world.connect();
    await proxy.cut();
    await replica.close();
    await client.isGone();
  });

  it('asks at once when Redis is back', async () => {
    // By the clock it would ask in a minute.
    await world.addReplica({ REDIS_URL: proxy.url, REALTIME_SESSION_SWEEP_MS: 60_000 });
    const client = await world.connect();
    await proxy.cut();
    world.endedSessions.push(client.sessionId);
    await proxy.repair();
    await eventually(() => !client.socket.connected, { timeoutMs: 40_000 });
    expect(client.of('session:revoked')).toEqual([{ reason: 'revoked' }]);
  });

  it('asks when a replica starts, for Redis may have forgotten what ended before', async () => {
    const [userId, sessionId] = [uuidv7(), uuidv7()];
    world.endedSessions.push(sessionId);
    await world.addReplica({ REALTIME_SESSION_SWEEP_MS: 60_000 });
    await eventually(() => expect(world.connect({ userId, sessionId })).rejects.toMatchObject({ data: { code: 'session-revoked' } }));
  });

  it('asks again soon when auth does not answer either', async () => {
    await world.addReplica({ REDIS_URL: proxy.url, REALTIME_SESSION_SWEEP_MS: 60_000 });
    const client = await world.connect();
    await proxy.cut();
    world.endedSessions.push(client.sessionId);
    let refused = 0;
    world.auth.on(sessionsInternalApi.ended, () => {
      refused += 1;
      return refused > 2 ? { sessionIds: world.endedSessions } : new PeerProblem(503, 'unavailable');
    });
    await proxy.repair();
    await eventually(() => !client.socket.connected, { timeoutMs: 40_000 });
    expect(client.of('session:revoked')).toEqual([{ reason: 'revoked' }]);
  });
});

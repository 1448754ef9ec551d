import { v7 as uuidv7 } from 'uuid';

import { sessionWasRevoked } from '@hallway/contracts-auth';
import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';
import { connected, openSocket } from './test-client';

describe('connections', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterAll(() => world?.stop());

  const refusal = async (auth: object, options?: object) => {
    const error = await connected(openSocket(world.replicas[0]!.url, auth, options)).then(
      () => undefined,
      (problem: unknown) => problem,
    );
    return (error as { data?: { code: string; status: number } } | undefined)?.data;
  };

  it.each([
    ['no token', () => ({}), 'unauthenticated'],
    ['an empty token', () => ({ token: '' }), 'unauthenticated'],
    ['a token that is no text', () => ({ token: { $ne: 1 } }), 'unauthenticated'],
    ['nonsense', () => ({ token: 'abc.def.ghi' }), 'unauthenticated'],
    ['a forged token', () => ({ token: world.issuer.forge() }), 'unauthenticated'],
    ['a refresh token', () => ({ token: world.issuer.mint({ type: 'refresh' }) }), 'unauthenticated'],
    ['a token that ran out long ago', () => ({ token: world.issuer.mint({ expiresInSeconds: -60 }) }), 'token-expired'],
    ['a token that ran out just now', () => ({ token: world.issuer.mint({ expiresInSeconds: -1 }) }), 'token-expired'],
  ])('refuses %s with a code in data', async (_name, auth, code) => {
    await expect(refusal(auth())).resolves.toMatchObject({ code, status: 401 });
  });

  it('refuses pages of other origins and lets our own and programs in', async () => {
    const token = world.issuer.mint();
    const from = (origin: string, transports = ['websocket']) =>
      connected(openSocket(world.replicas[0]!.url, { token }, { extraHeaders: { origin }, transports }));
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3000.evil.example', 'https://localhost:3000', 'http://localhost:3001']) {
      await expect(from(origin)).rejects.toThrow();
      await expect(from(origin, ['polling'])).rejects.toThrow();
    }
    await expect(from('http://localhost:3000')).resolves.toBeUndefined();
  });

  it('lets a page in that was opened at another address than PUBLIC_URL, when it comes from the same host', async () => {
    const token = world.issuer.mint();
    const at = (origin: string, host: string) =>
      connected(openSocket(world.replicas[0]!.url, { token }, { extraHeaders: { origin, host }, transports: ['websocket'] }));
    await expect(at('http://10.0.0.5:3000', '10.0.0.5:3000')).resolves.toBeUndefined();
    await expect(at('https://chat.example', 'chat.example')).resolves.toBeUndefined();
    await expect(at('http://10.0.0.5:3000', '10.0.0.5:3001')).rejects.toThrow();
    await expect(at('http://evil.example', '10.0.0.5:3000')).rejects.toThrow();
    await expect(at('null', 'null')).rejects.toThrow();
  });

  it('accepts polling, with ids that name the replica', async () => {
    const client = await world.connect({ client: { transports: ['polling'] } });
    expect(client.socket.io.engine.id).toMatch(new RegExp(`^replica-0-${process.pid}\\.[\\w-]{24}$`));
    await expect(client.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });

  it('lets a client that begins with polling change to a WebSocket', async () => {
    const client = await world.connect({ client: { transports: ['polling', 'websocket'] } });
    await eventually(() => client.socket.io.engine.transport.name === 'websocket');
    await expect(client.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });

  it('ends a socket whose token has run out', async () => {
    const client = await world.connect({ expiresInSeconds: 2 });
    await client.isGone();
    expect(client.disconnectReason).toBe('io server disconnect');
  });

  it('keeps a socket that got a new token in time', async () => {
    const [userId, sessionId] = [uuidv7(), uuidv7()];
    const client = await world.connect({ userId, sessionId, expiresInSeconds: 2 });
    const observer = await world.connect({ expiresInSeconds: 2 });
    await client.ok('auth:renew', { token: world.token({ userId, sessionId }) });
    await observer.isGone();
    await expect(client.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });

  it('refuses the token of another user, another session, or one that is wrong', async () => {
    const client = await world.connect();
    const { userId, sessionId } = client;
    await expect(client.refused('auth:renew', { token: world.token({ sessionId }) })).resolves.toMatchObject({ code: 'forbidden' });
    await expect(client.refused('auth:renew', { token: world.token({ userId }) })).resolves.toMatchObject({ code: 'forbidden' });
    await expect(client.refused('auth:renew', { token: 'x' })).resolves.toMatchObject({ code: 'unauthenticated' });
    expect(client.socket.connected).toBe(true);
  });

  it('ends the sockets of a revoked session on every replica, and no others', async () => {
    const [userId, sessionId] = [uuidv7(), uuidv7()];
    const own = [await world.connect({ userId, sessionId }), await world.connect({ userId, sessionId, replica: 1 })];
    const other = await world.connect({ userId });
    await world.events.publish(sessionWasRevoked, { userId, sessionId, reason: 'logout' });
    for (const client of own) {
      await client.isGone();
      expect(client.of('session:revoked')).toEqual([{ reason: 'logout' }]);
      expect(client.disconnectReason).toBe('io server disconnect');
    }
    expect(other.socket.connected).toBe(true);
    // Its token still verifies.
    await expect(refusal({ token: world.token({ userId, sessionId }) })).resolves.toMatchObject({ code: 'session-revoked' });
    await expect(other.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });

  it('refuses a revoked session on a replica that started afterwards', async () => {
    const [userId, sessionId] = [uuidv7(), uuidv7()];
    const client = await world.connect({ userId, sessionId });
    await world.events.publish(sessionWasRevoked, { userId, sessionId, reason: 'revoked' });
    await client.isGone();
    const late = await world.addReplica();
    const refused = connected(openSocket(late.url, { token: world.token({ userId, sessionId }) }));
    await expect(refused).rejects.toMatchObject({ data: { code: 'session-revoked' } });
  });

  it('says why the sessions of a deactivated person end', async () => {
    const [userId, sessionId] = [uuidv7(), uuidv7()];
    const client = await world.connect({ userId, sessionId });
    await world.events.publish(sessionWasRevoked, { userId, sessionId, reason: 'deactivated' });
    await client.isGone();
    expect(client.of('session:revoked')).toEqual([{ reason: 'deactivated' }]);
  });

  it('refuses more connections than one user may have, and gives places back', async () => {
    const userId = uuidv7();
    const clients = await Promise.all(Array.from({ length: 10 }, () => world.connect({ userId })));
    await expect(world.connect({ userId })).rejects.toMatchObject({ data: { code: 'too-many-connections', status: 429 } });
    clients[0]?.close();
    await eventually(() => world.connect({ userId }));
  });

  it('connects by what messages knows while conversations is away', async () => {
    const userId = uuidv7();
    const conversationId = world.conversation(userId);
    world.conversations.down = true;
    const client = await world.connect({ userId });
    world.conversations.down = false;
    await client.ok('message:send', { conversationId, clientMessageId: uuidv7(), body: 'hello' });
    await client.waitFor('messages:changed');
  });

  it('refuses with unavailable when the conversations of a user cannot be asked for', async () => {
    world.conversations.down = true;
    world.messages.down = true;
    await expect(world.connect()).rejects.toMatchObject({ data: { code: 'unavailable', status: 503 } });
    world.conversations.down = false;
    world.messages.down = false;
  });

  describe('while the list of conversations is on its way', () => {
    const held = (userId: string, during: () => Promise<void>) => {
      world.slowLists.set(userId, during);
      return world.connect({ userId });
    };

    it('a removal is not undone by the older list', async () => {
      const [userId, observerId] = [uuidv7(), uuidv7()];
      const conversationId = world.conversation(userId, observerId);
      const observer = await world.connect({ userId: observerId });
      const client = await held(userId, async () => {
        await world.removeMember(conversationId, userId);
        await observer.waitFor('conversation:changed');
      });
      await world.publishMessage(world.message(conversationId, observerId));
      await observer.waitFor('messages:changed');
      await expect(client.refused('typing:start', { conversationId })).resolves.toMatchObject({ code: 'not-found' });
      expect(client.of('messages:changed')).toEqual([]);
    });

    it('an addition is not lost', async () => {
      const [userId, observerId] = [uuidv7(), uuidv7()];
      const conversationId = world.conversation(observerId);
      const observer = await world.connect({ userId: observerId });
      const client = await held(userId, async () => {
        await world.addMember(conversationId, userId);
        await observer.waitFor('conversation:changed');
      });
      await world.publishMessage(world.message(conversationId, observerId));
      await client.waitFor('messages:changed');
    });
  });
});

import { usersApi } from '@hallway/contracts-auth';
import { eventually } from '@hallway/testing';

import { HallwayProblem, memoryTokenStore, NetworkProblem } from '../src/index.ts';
import { closeAll, live, newClient, signIn } from './people.ts';
import { ReferenceServer } from './reference-server.ts';

let server: ReferenceServer;

beforeEach(async () => {
  server = await ReferenceServer.start();
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

describe('session', () => {
  it('refreshes once for 20 calls whose token has run out', async () => {
    const ana = await signIn(server, 'ana');
    server.sessions.expireAccess();
    const users = await Promise.all(Array.from({ length: 20 }, () => ana.call(usersApi.me)));
    expect(users).toHaveLength(20);
    expect(server.calledTimes('POST /auth/refresh')).toBe(1);
  });

  it('renews the token on the living socket before it runs out', async () => {
    server.sessions.lifetime = 2;
    const ana = await signIn(server, 'ana');
    const since = ana.connection.getSnapshot().since;
    const [socket] = server.io.sockets.sockets.values();
    await eventually(() => socket?.data.renewed !== undefined, { timeoutMs: 5000 });
    expect(ana.connection.getSnapshot()).toMatchObject({ state: 'online', since });
  });

  it('connects again with a new token when the old one has run out', async () => {
    const ana = await signIn(server, 'ana');
    server.sessions.expireAccess();
    server.cutSockets();
    await eventually(() => server.calledTimes('POST /auth/refresh') > 0);
    await live(ana);
    expect(server.calledTimes('POST /auth/refresh')).toBe(1);
  });

  it('resumes from the stored refresh token, and stores each new one', async () => {
    const store = memoryTokenStore();
    const first = await signIn(server, 'ana', { auth: { transport: 'body', store } });
    const before = await store.load();
    first.close();
    const second = newClient(server, { auth: { transport: 'body', store } });
    expect(await second.session.restore()).toMatchObject({ username: 'ana' });
    expect(await store.load()).not.toBe(before);
  });

  it('stays signed in when answers of exchanges are lost', async () => {
    const ana = await signIn(server, 'ana');
    server.sessions.expireAccess();
    let lost = 0;
    server.faults.loseAnswer = (_method, path) => path === '/auth/refresh' && lost++ < 3;
    // Each may fail or not, as its exchange was lost or found again.
    for (let i = 0; i < 3; i++) await ana.call(usersApi.me).catch(() => undefined);
    await eventually(async () => (await ana.call(usersApi.me)).username === 'ana');
    expect(lost).toBeGreaterThan(3);
    expect(ana.session.getSnapshot()).toMatchObject({ status: 'signed-in', endedBy: null });
  });

  it('stays signed in over thirty reloads, 20 to 320 ms apart, whatever becomes of the answers', async () => {
    const store = memoryTokenStore();
    (await signIn(server, 'ana', { auth: { transport: 'body', store } })).close();
    let answers = 0;
    server.faults.loseAnswer = (_method, path) => path === '/auth/refresh' && answers++ % 3 === 0;
    for (let i = 0; i < 30; i++) {
      const page = newClient(server, { auth: { transport: 'body', store } });
      const restored = page.session.restore().catch(() => null);
      await Promise.race([restored, new Promise((resolve) => setTimeout(resolve, 20 + ((i * 97) % 300)))]);
      page.close();
    }
    server.faults.loseAnswer = () => false;
    const last = newClient(server, { auth: { transport: 'body', store } });
    expect(await last.session.restore()).toMatchObject({ username: 'ana' });
  });

  it('keeps the next token although it was closed before the answer came', async () => {
    const store = memoryTokenStore();
    (await signIn(server, 'ana', { auth: { transport: 'body', store } })).close();
    const before = await store.load();
    const page = newClient(server, { auth: { transport: 'body', store } });
    const restored = page.session.restore();
    page.close();
    await restored.catch(() => null);
    expect(await store.load()).not.toBe(before);
    server.sessions.forgetExchanges();
    const next = newClient(server, { auth: { transport: 'body', store } });
    expect(await next.session.restore()).toMatchObject({ username: 'ana' });
  });

  it('leaves a newer token alone when the answer of an older exchange comes late', async () => {
    const store = memoryTokenStore();
    (await signIn(server, 'ana', { auth: { transport: 'body', store } })).close();
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slowFetch: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      await held;
      return answer;
    };
    const slow = newClient(server, { auth: { transport: 'body', store }, fetch: slowFetch });
    const late = slow.session.restore();
    await eventually(() => server.calledTimes('POST /auth/refresh') === 1);
    const quick = newClient(server, { auth: { transport: 'body', store } });
    await quick.session.restore();
    await quick.session.replace((await quick.session.current()) ?? '');
    const newest = await store.load();
    release();
    await late;
    expect(await store.load()).toBe(newest);
  });

  it('signs out when a dead refresh token is used, and drops what it knew', async () => {
    const store = memoryTokenStore();
    const ana = await signIn(server, 'ana', { auth: { transport: 'body', store } });
    const stolen = await store.load();
    server.sessions.expireAccess();
    await ana.call(usersApi.me);
    server.sessions.forgetExchanges();
    const thief = newClient(server, { auth: { transport: 'body', store: memoryTokenStore(stolen) } });
    expect(await thief.session.restore()).toBeNull();
    await expect(ana.call(usersApi.me)).rejects.toMatchObject({ code: 'session-revoked' });
    expect(ana.session.getSnapshot()).toMatchObject({ status: 'signed-out', endedBy: 'session-revoked' });
    expect(ana.connection.online).toBe(false);
    expect(ana.conversations.getSnapshot().order).toEqual([]);
  });

  it('signs out when the server says so over the socket, and stays away', async () => {
    const ana = await signIn(server, 'ana');
    server.sessions.revoke(server.sessions.user('ana'));
    server.io.emit('session:revoked', { reason: 'revoked' });
    server.io.disconnectSockets(true);
    await eventually(() => ana.session.getSnapshot().status === 'signed-out');
    expect(ana.connection.getSnapshot()).toMatchObject({ state: 'offline', nextTryAt: null });
  });

  it('starts without network as the user of the last visit, and goes on when it is back', async () => {
    const store = memoryTokenStore();
    const first = await signIn(server, 'ana', { auth: { transport: 'body', store } });
    const user = first.session.user;
    const room = server.room(server.sessions.user('ana'));
    first.close();
    await server.stop();
    const second = newClient(server, { auth: { transport: 'body', store } });
    await second.session.restore(user ?? undefined);
    expect(second.session.getSnapshot().status).toBe('signed-in');
    await second.outbox.enqueue({ conversationId: room, body: 'later' });
    await expect(second.call(usersApi.me)).rejects.toBeInstanceOf(NetworkProblem);
    await server.listen();
    await live(second);
    await eventually(() => server.of(room).timeline.lastSeq === 1);
  });

  it('leaves nothing behind after a sign-out', async () => {
    const ana = await signIn(server, 'ana');
    server.faults.refuse = (_method, path) => (path.includes('message') ? { status: 503, code: 'unavailable' } : undefined);
    await ana.outbox.enqueue({ conversationId: server.room(server.sessions.user('ana')), body: 'unsent' });
    await ana.session.logout();
    expect(ana.outbox.getSnapshot().messages).toEqual([]);
    expect(ana.session.getSnapshot()).toMatchObject({ status: 'signed-out', endedBy: 'logout' });
  });
});

describe('calls', () => {
  it('throws the problem with its code and the time to wait', async () => {
    const ana = await signIn(server, 'ana');
    server.faults.refuse = () => ({ status: 429, code: 'rate-limited', retryAfter: 7 });
    const problem = await ana.call(usersApi.me).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(HallwayProblem);
    expect(problem).toMatchObject({ status: 429, code: 'rate-limited', retryAfterSeconds: 7 });
  });

  it('gives the reason the caller aborts with', async () => {
    const ana = await signIn(server, 'ana');
    const abort = new AbortController();
    const call = ana.call(usersApi.me, { signal: abort.signal });
    abort.abort(new Error('not needed any more'));
    await expect(call).rejects.toThrow('not needed any more');
  });

  it('says that the server cannot be reached when it is down', async () => {
    const ana = await signIn(server, 'ana');
    await server.stop();
    await expect(ana.call(usersApi.me)).rejects.toMatchObject({ name: 'NetworkProblem', reason: 'failed' });
    await expect(ana.emit('sync', { conversations: [] })).rejects.toBeInstanceOf(NetworkProblem);
  });
});

import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { searchApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { REDIS_ACCESS } from '../../../libs/store-setup/src/redis-access.mjs';
import { GuardedRedis } from '../src/guarded-redis';
import { System } from '../src/system';

/** A key or a channel of each kind, and who may use it so. */
const OWNERS: [command: string, owner: string][] = [
  ['XADD hallway:{auth}:3 4-0 e x', 'auth'],
  ['XADD hallway:{conversations}:15 4-0 e x', 'conversations'],
  ['XADD hallway:{messages}:0 4-0 e x', 'messages'],
  ['XADD hallway:{uploads}:9 4-0 e x', 'uploads'],
  ['XTRIM hallway:{messages}:0 MINID = 4-0', 'messages'],
  ['ZADD auth:revoked-sessions 1 a', 'api-gateway auth realtime'],
  ['DEL auth:revoked-sessions', ''],
  ['DEL waits:login:a', 'auth'],
  ['SET conversation:a b EX 9', 'conversations'],
  ['HSET session:a b c', 'realtime'],
  ['ZADD online_users 1 a', 'realtime'],
  ['SADD realtime:held:a b', 'realtime'],
  ['PUBLISH hallway:sockets#/#room# a', 'realtime'],
  ['PEXPIRE hallway:{auth}:again:3:conversations 9', 'auth'],
  ['XACK hallway:{auth}:3 conversations 1-0', 'conversations messages'],
  ['HSET hallway:{auth}:leases:messages 3 x', 'messages'],
  ['LRANGE hallway:{auth}:again:3:messages 0 -1', 'messages'],
  ['INCRBY limit:write:a 1', 'api-gateway'],
  ['INCRBY limit:refresh:a 1', 'auth'],
  ['INCRBY limit:anonymous:a 1', 'api-gateway auth'],
];

const SERVICES = Object.keys(REDIS_ACCESS);

describe('a Redis with a user for each service', () => {
  let redis: GuardedRedis;
  let system: System;

  beforeAll(async () => {
    redis = await GuardedRedis.start();
    system = await System.start(
      { messages: 2, realtime: 2 },
      {
        mode: 'separate',
        env: { RATE_LIMITS: 'on' },
        redisUrl: redis.urlOf('operator'),
        adjustEnv: (instance, env) => ({ ...env, REDIS_URL: redis.urlOf(instance.replace(/-\d+$/, '')) }),
      },
    );
  }, 180_000);
  afterAll(async () => {
    await system?.stop();
    await redis?.close();
  });

  const send = (client: Client, conversationId: string, body: string) => client.emit('message:send', { conversationId, clientMessageId: randomUUID(), body });

  it('refuses them nothing while people chat, sign in and out, and processes and Redis lose what they had', async () => {
    const [ana, bo] = await Promise.all([system.person('ana'), system.person('bo')]);
    await eventually(() => ana.connection.online && bo.connection.online, { timeoutMs: 20_000 });
    const { id: conversationId } = await system.group(ana, bo);
    const delivered = (text: string) =>
      eventually(async () => (await system.history(bo, conversationId)).some(({ body }) => body === text), { timeoutMs: 20_000 });
    await eventually(() => bo.conversations.get(conversationId) !== undefined, { timeoutMs: 20_000 });
    await send(ana, conversationId, 'first words');
    await delivered('first words');
    await ana.call(searchApi.messages, { query: { q: 'words' } });
    await expect(system.client().session.login({ login: 'nobody-of-this-name', password: 'a wrong password' })).rejects.toThrow();
    for (const refreshToken of ['', 'of nobody']) {
      const body = JSON.stringify({ tokenTransport: 'body', ...(refreshToken && { refreshToken }) });
      const answer = await fetch(`${system.url}/api/v1/auth/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect(answer.status).toBe(401);
    }
    const leaving = await system.person('leaving');
    await leaving.session.logout();

    for (const instance of ['realtime-1', 'messages-1']) {
      system.kill(instance);
      await system.ready(instance);
    }
    // Streams, leases and sockets are gone; events come again from the outbox.
    await redis.command('FLUSHALL');
    await eventually(async () => (await redis.command('EXISTS', 'realtime:replicas')) === 1, { timeoutMs: 20_000 });
    await eventually(() => ana.connection.online && bo.connection.online, { timeoutMs: 20_000 });
    await eventually(() => send(ana, conversationId, 'after it'), { timeoutMs: 20_000 });
    await delivered('after it');
    await eventually(async () => (await eventsIn('messages')) > 0, { timeoutMs: 20_000 });
    expect(await redis.refused()).toEqual([]);
  });

  /** How many events the streams of a domain hold. */
  async function eventsIn(domain: string): Promise<number> {
    const streams = (await redis.command('KEYS', `hallway:{${domain}}:[0-9]*`)) as string[];
    const lengths = await Promise.all(streams.map((stream) => redis.command('XLEN', stream)));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  it.each(OWNERS)('lets none but its owners %s (%s)', async (command, owner) => {
    const answers = await Promise.all(SERVICES.map(async (service) => [service, await redis.tried(service, command)] as const));
    const allowed = answers.filter(([, answer]) => answer === 'OK').map(([service]) => service);
    expect(allowed.sort()).toEqual(owner.split(' ').filter(Boolean).sort());
  });

  it.each(['FLUSHALL', 'CONFIG GET requirepass', 'ACL LIST', 'KEYS *', 'SCRIPT FLUSH', 'CLIENT LIST', 'MONITOR', 'SHUTDOWN', 'GET a', 'SET a b'])(
    'lets no service %s',
    async (command) => {
      for (const service of SERVICES) expect(await redis.tried(service, command)).toMatch(/permission/);
    },
  );

  it('means it: what belongs to another is refused on a real connection, in a script as well, and strangers are not let in', async () => {
    const realtime = redis.as('realtime');
    const gateway = redis.as('api-gateway');
    try {
      await expect(realtime.xadd('hallway:{messages}:0', '*', 'e', 'forged')).rejects.toThrow('NOPERM');
      await expect(realtime.eval(`return redis.call('ZADD', KEYS[1], 1, 'a')`, 1, 'waits:login:a')).rejects.toThrow('NOPERM');
      await expect(gateway.hgetall('session:someone')).rejects.toThrow('NOPERM');
    } finally {
      realtime.disconnect();
      gateway.disconnect();
    }
    const stranger = redis.as('default');
    await expect(stranger.get('a')).rejects.toThrow(/NOAUTH|WRONGPASS/);
    stranger.disconnect();
  });
});

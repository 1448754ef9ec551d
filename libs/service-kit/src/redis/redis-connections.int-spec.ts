import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';

import { eventually, OwnRedis, type TestRedis, testRedis } from '@hallway/testing';

import { Logger } from '../log';
import { RedisConnections } from './redis-connections';
import { redisPreset } from './redis-options';

/** What ioredis does when sentinels tell of a new master; while it is connecting, it ends the client for good. */
function failover(redis: Redis): void {
  (redis as unknown as { connector: { disconnect(): void } }).connector.disconnect();
}

describe('RedisConnections', () => {
  let store: TestRedis;
  const opened: RedisConnections[] = [];

  beforeAll(async () => {
    store = await testRedis();
  });
  afterAll(() => store?.release());
  afterEach(() => opened.splice(0).forEach((connections) => connections.onApplicationShutdown()));

  const ofService = () => {
    const connections = new RedisConnections(
      { REDIS_URL: store.url, REDIS_KEY_PREFIX: store.prefix },
      new Logger({ service: 'test', version: '0', instance: 'i', level: 'error' }),
      'test',
    );
    opened.push(connections);
    return connections;
  };

  it.each(['command', 'blocking', 'subscriber'] as const)('come back when there is another master while they connect (%s)', async (purpose) => {
    const redis = ofService().connect(purpose);
    failover(redis);
    await eventually(() => expect(redis.status).toBe('ready'));
    expect(await redis.ping()).toBe('PONG');
  });

  it('stay closed with their service', async () => {
    const connections = ofService();
    const redis = connections.connect('command');
    await connections.ready(redis);
    const ended = new Promise((resolve) => redis.once('end', resolve));
    connections.onApplicationShutdown();
    await ended;
    // One that ends later, and is wanted, is back: so would be this one.
    const wanted = ofService().connect('command');
    failover(wanted);
    await eventually(() => expect(wanted.status).toBe('ready'));
    expect(redis.status).toBe('end');
  });
});

describe('a connection that closes just when it is back', () => {
  it('leaves no failure of what ioredis restores unhandled', async () => {
    const store = await testRedis();
    const connections = new RedisConnections(
      { REDIS_URL: store.url, REDIS_KEY_PREFIX: store.prefix },
      new Logger({ service: 'test', version: '0', instance: 'i', level: 'error' }),
      'test',
    );
    const redis = connections.connect('subscriber');
    await redis.subscribe('news');
    const ended = new Promise((resolve) => redis.once('end', resolve));
    redis.once('ready', () => {
      // The database is selected and the channel subscribed again, and neither is answered yet. Jest fails on what is not handled.
      connections.onApplicationShutdown();
      (redis as unknown as { stream: Socket }).stream.destroy();
    });
    redis.disconnect(true);
    await ended;
    await store.release();
    expect(redis.status).toBe('end');
  });
});

describe('a command connection', () => {
  const store = new OwnRedis(redisPreset('command', ''));
  let connections: RedisConnections;
  beforeAll(async () => {
    await store.start();
    connections = new RedisConnections(
      { REDIS_URL: store.path, REDIS_KEY_PREFIX: '' },
      new Logger({ service: 't', version: '0', instance: 'i', level: 'error' }),
      'test',
    );
  });
  afterAll(() => store.close());

  it('leaves nothing waiting for an answer when it is closed after it broke', async () => {
    const redis = connections.connect('command');
    await connections.ready(redis);
    redis.once('reconnecting', () => connections.onApplicationShutdown());
    const unanswered = expect(redis.blpop('nothing', 0)).rejects.not.toThrow('Command timed out');
    await store.kill();
    await unanswered;
  });

  it('fails commands at once soon after Redis has begun to stand still, and comes back with it', async () => {
    await store.start();
    const still = new RedisConnections(
      { REDIS_URL: store.path, REDIS_KEY_PREFIX: '' },
      new Logger({ service: 't', version: '0', instance: 'i', level: 'error' }),
      'test',
    );
    const redis = still.connect('command');
    await still.ready(redis);
    store.signal('SIGSTOP');
    await eventually(() => expect(redis.status).not.toBe('ready'));
    const started = performance.now();
    for (let count = 0; count < 10; count += 1) await expect(redis.get('a')).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(1_000);
    store.signal('SIGCONT');
    await eventually(async () => expect(await redis.ping()).toBe('PONG'));
    still.onApplicationShutdown();
  });
});

import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';

import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';
import type { TestClient } from './test-client';

describe('presence', () => {
  let world: RealtimeFixture;
  let redis: Redis;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
    redis = new Redis(world.redis.url, { keyPrefix: world.redis.prefix });
  });
  afterAll(async () => {
    redis?.disconnect();
    await world?.stop();
  });

  const watching = async () => ({ watcher: await world.connect(), userId: uuidv7() });
  const statusOf = async (client: TestClient, userId: string) => (await client.ok('presence:watch', { userIds: [userId] }))[0];

  it('notifies a watcher when a user comes to another replica, and when they have gone', async () => {
    const { watcher, userId } = await watching();
    await expect(statusOf(watcher, userId)).resolves.toEqual({ userId, status: 'offline', lastSeenAt: null });
    const friend = await world.connect({ userId, replica: 1 });
    await expect(watcher.waitFor('user:online')).resolves.toEqual({ userId, lastSeenAt: null });
    const left = Date.now();
    friend.close();
    const { lastSeenAt } = await watcher.waitFor('user:offline');
    expect(Date.now() - left).toBeGreaterThan(500);
    expect(Math.abs(Date.parse(lastSeenAt ?? '') - left)).toBeLessThan(1_000);
    await eventually(async () => (await redis.zscore('online_users', userId)) === null);
    const another = await world.connect({ userId: watcher.userId, replica: 1 });
    await expect(statusOf(another, userId)).resolves.toMatchObject({ status: 'offline', lastSeenAt: expect.stringMatching(/Z$/) });
  });

  it('sends nothing when a user reconnects', async () => {
    const { watcher, userId } = await watching();
    const friend = await world.connect({ userId, replica: 1 });
    await expect(statusOf(watcher, userId)).resolves.toMatchObject({ status: 'online' });
    friend.close();
    const again = await world.connect({ userId });
    const expiry = Number(await redis.zscore('online_users', userId));
    await eventually(async () => Number(await redis.zscore('online_users', userId)) > expiry + 1_000);
    expect(watcher.of('user:offline')).toEqual([]);
    again.close();
    await watcher.waitFor('user:offline');
  });

  it('counts a user with another device as online', async () => {
    const { watcher, userId } = await watching();
    const [phone, laptop] = [await world.connect({ userId }), await world.connect({ userId, replica: 1 })];
    await expect(statusOf(watcher, userId)).resolves.toMatchObject({ status: 'online' });
    expect(Object.keys(await redis.hgetall(`session:${userId}`))).toHaveLength(2);
    phone.close();
    await eventually(async () => (await redis.hlen(`session:${userId}`)) === 1);
    const expiry = Number(await redis.zscore('online_users', userId));
    await eventually(async () => Number(await redis.zscore('online_users', userId)) > expiry + 1_000);
    expect(watcher.of('user:offline')).toEqual([]);
    laptop.close();
    await watcher.waitFor('user:offline');
  });

  it('answers in the order that was asked, each person once, and shows an unknown id as offline', async () => {
    const [watcher, online] = [await world.connect(), await world.connect()];
    const noUser = uuidv7();
    await expect(watcher.ok('presence:watch', { userIds: [noUser, online.userId, noUser] })).resolves.toEqual([
      { userId: noUser, status: 'offline', lastSeenAt: null },
      { userId: online.userId, status: 'online', lastSeenAt: null },
    ]);
  });

  it('replaces the list of a watcher', async () => {
    const { watcher, userId } = await watching();
    await watcher.ok('presence:watch', { userIds: [userId] });
    await expect(watcher.ok('presence:watch', { userIds: [watcher.userId] })).resolves.toMatchObject([{ userId: watcher.userId, status: 'online' }]);
    const second = await world.connect({ userId: watcher.userId });
    await second.ok('presence:watch', { userIds: [userId] });
    await world.connect({ userId });
    await second.waitFor('user:online');
    expect(watcher.of('user:online')).toEqual([]);
  });

  it('clears what a dead replica held', async () => {
    const { watcher, userId } = await watching();
    const [seconds] = await redis.time();
    const now = Number(seconds) * 1_000;
    const record = JSON.stringify({ sessionId: uuidv7(), connectedAt: new Date().toISOString(), replica: 'dead' });
    await redis.hset(`session:${userId}`, 'ghost', record);
    await redis.sadd('realtime:held:dead', userId);
    await redis.zadd('online_users', now + 1_500, userId);
    await redis.zadd('realtime:replicas', now + 700, 'dead');
    await expect(statusOf(watcher, userId)).resolves.toMatchObject({ status: 'online' });
    await watcher.waitFor('user:offline');
    await eventually(async () => (await redis.exists(`session:${userId}`, 'realtime:held:dead')) === 0);
    expect(await redis.zscore('realtime:replicas', 'dead')).toBeNull();
  });

  it('writes everything again when Redis was emptied, and sends nothing wrong', async () => {
    const { watcher, userId } = await watching();
    const friend = await world.connect({ userId, replica: 1 });
    await expect(statusOf(watcher, userId)).resolves.toMatchObject({ status: 'online' });
    await world.redis.flush();
    await eventually(
      async () => (await redis.zcard('online_users')) > 1 && (await redis.hlen(`session:${userId}`)) === 1 && (await redis.zcard('realtime:replicas')) === 2,
    );
    await eventually(async () => Number(await redis.zscore('online_users', userId)) > Date.now() + 500);
    expect(watcher.of('user:offline')).toEqual([]);
    friend.close();
    await watcher.waitFor('user:offline');
  });
});

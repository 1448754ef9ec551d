import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';

import type { Logger } from '@hallway/service-kit/log';
import { eventually, type TestRedis, testRedis } from '@hallway/testing';

import type { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import type { LiveSocketsService } from '../sockets/live-sockets.service';
import type { SocketMetricsService } from '../sockets/socket-metrics.service';
import { PresenceRepository } from './presence.repository';
import type { PresenceLeaseService } from './presence-lease.service';
import { PresenceWatchService } from './presence-watch.service';

function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

describe('PresenceWatch', () => {
  let store: TestRedis;
  let redis: Redis;
  let repository: PresenceRepository;
  let watch: PresenceWatchService;
  let lastEmitted: string[];
  const userId = uuidv7();
  const socket = { connected: true, rooms: new Set(), emit: (event: string) => lastEmitted.push(event) } as unknown as HallwaySocket;

  beforeEach(async () => {
    store = await testRedis();
    redis = new Redis(store.url);
    repository = new PresenceRepository(redis);
    const config = { INSTANCE_ID: 'here', REALTIME_LEASE_MS: 15, REALTIME_OFFLINE_AFTER_MS: 1_000 } as RealtimeConfig;
    // As the lease is until its next beat: it has not noticed anything.
    const lease = { trusted: true, now: () => Date.now() } as PresenceLeaseService;
    const noSocketHere = { ofUser: () => new Set() } as unknown as LiveSocketsService;
    const quiet = { debug: () => undefined } as unknown as Logger;
    const metrics = { watchedUsers: () => undefined, sent: () => undefined } as unknown as SocketMetricsService;
    watch = new PresenceWatchService(config, noSocketHere, lease, repository, metrics, quiet);
    lastEmitted = [];
    await repository.renewReplica('here', 60_000);
    await repository.renewUsers([userId], Date.now() + 60_000);
    expect(await watch.watch(socket, [userId])).toEqual([{ userId, status: 'online', lastSeenAt: null }]);
  });
  afterEach(async () => {
    watch.onApplicationShutdown();
    redis.disconnect();
    await store.release();
  });

  /** Several looks at Redis as it is now. */
  const looks = async () => {
    const asked = jest.spyOn(repository, 'onlineUntil');
    watch.onApplicationBootstrap();
    await eventually(() => asked.mock.calls.length >= 3);
  };

  it('notifies when the lease of a user has run out', async () => {
    await redis.zadd('online_users', Date.now() - 1, userId);
    await looks();
    expect(lastEmitted).toEqual(['user:offline']);
  });

  it('lets no older answer take back what was told, nor come after it', async () => {
    await looks();
    const received: string[] = [];
    const other = { connected: true, rooms: new Set(), emit: (event: string) => received.push(event) } as unknown as HallwaySocket;
    const read = repository.onlineUntil.bind(repository);
    const [hasRead, mayAnswer] = [signal(), signal()];
    jest.spyOn(repository, 'onlineUntil').mockImplementationOnce(async (...asked) => {
      const found = await read(...asked);
      hasRead.give();
      await mayAnswer.given;
      return found;
    });
    const answer = watch.watch(other, [userId]).then(async ([presence]) => {
      // An acknowledgement is not sent at once either.
      for (let step = 0; step < 10; step += 1) await Promise.resolve();
      received.push(`answered ${presence?.status}`);
    });
    await hasRead.given;
    await redis.zadd('online_users', Date.now() - 1, userId);
    await eventually(() => lastEmitted.length > 0);
    mayAnswer.give();
    await answer;
    await eventually(() => received.length > 1);
    expect({ lastEmitted, received }).toEqual({ lastEmitted: ['user:offline'], received: ['answered online', 'user:offline'] });
  });

  it('keeps the list that was asked for last, whichever is answered last', async () => {
    const other = { connected: true, rooms: new Set(), emit: () => undefined } as unknown as HallwaySocket;
    const read = repository.onlineUntil.bind(repository);
    const mayAnswer = signal();
    jest.spyOn(repository, 'onlineUntil').mockImplementationOnce(async (...asked) => {
      await mayAnswer.given;
      return read(...asked);
    });
    const first = watch.watch(other, ['old']);
    await watch.watch(other, ['new']);
    mayAnswer.give();
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    const asked = jest.spyOn(repository, 'onlineUntil');
    await looks();
    expect(asked.mock.lastCall?.[0]).toContain('new');
    expect(asked.mock.lastCall?.[0]).not.toContain('old');
  });

  it('takes no user for absent because Redis was emptied', async () => {
    await store.flush();
    await looks();
    expect(lastEmitted).toEqual([]);
    expect(await watch.watch(socket, [userId])).toMatchObject([{ status: 'online' }]);
  });

  it('takes no user for absent because Redis does not answer', async () => {
    await redis.quit();
    await looks();
    expect(lastEmitted).toEqual([]);
  });
});

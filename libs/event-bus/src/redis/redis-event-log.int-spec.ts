import { Redis } from 'ioredis';

import { eventually, testRedis } from '@hallway/testing';

import { describeEventBus } from '../testing/event-bus-suite';
import { RedisEventLog } from './redis-event-log';

describeEventBus('Redis', async () => {
  const database = await testRedis();
  const redis = new Redis(database.url, { keyPrefix: database.prefix, enableOfflineQueue: false });
  await eventually(() => redis.status === 'ready');
  return {
    newLog: (tuning) => new RedisEventLog(redis, tuning),
    wipe: () => database.flush(),
    reset: () => database.flush(),
    close: async () => {
      redis.disconnect();
      await database.release();
    },
  };
});

import { Redis } from 'ioredis';

import { eventually, type TestRedis, testRedis } from '@hallway/testing';

import { GroupMissing } from '../event-log';
import { RedisEventLog } from './redis-event-log';

describe('RedisGroupReader', () => {
  let database: TestRedis;
  let redis: Redis;

  beforeAll(async () => {
    database = await testRedis();
    redis = new Redis(database.url, { keyPrefix: database.prefix, enableOfflineQueue: false });
    await eventually(() => redis.status === 'ready');
  });
  beforeEach(() => database.flush());
  afterAll(async () => {
    redis.disconnect();
    await database.release();
  });

  const append = (first: number, ...texts: string[]) => new RedisEventLog(redis).writer().append('orders', [{ shard: 3, first, texts, allow: 'empty' }]);

  it('begins before an entry that is added while it looks for its first position', async () => {
    let asked = 0;
    const between = async <Reply>(reply: Promise<Reply>): Promise<Reply> => {
      const answer = await reply;
      if ((asked += 1) === 1) await append(1, 'added in between');
      return answer;
    };
    const slow = new Proxy(redis, {
      get: (target, name) => {
        if (name === 'eval') return (...args: Parameters<Redis['eval']>) => between(target.eval(...args));
        if (name === 'xrange') return (...args: Parameters<Redis['xrange']>) => between(target.xrange(...args));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const reader = new RedisEventLog(slow).groupReader('orders', 'billing', 'one');
    await expect(reader.firstPosition(3)).resolves.toBe(0);
    await reader.close();
  });

  it('takes over what a dead replica had not acknowledged', async () => {
    await append(1, 'a', 'b', 'c');
    const log = new RedisEventLog(redis, { blockTime: 50 });
    const [dead, alive] = [log.groupReader('orders', 'billing', 'dead'), log.groupReader('orders', 'billing', 'alive')];
    await dead.rewind(3, 0);
    await dead.read([3], 10);
    await dead.acknowledge(3, [1]);
    await expect(alive.rewind(3, 1)).resolves.toEqual({ takenOver: 2, tooLate: false });
    const [newEntries] = await alive.read([3], 10);
    expect(newEntries?.entries.map(({ pubSeq }) => pubSeq)).toEqual([2, 3]);
    const consumers = (await redis.xinfo('CONSUMERS', `${database.prefix}hallway:{orders}:3`, 'billing')) as string[][];
    expect(consumers.map(([, name]) => name)).toEqual(['alive']);
    await Promise.all([dead.close(), alive.close()]);
  });

  it('counts what was handled but not acknowledged as acknowledged', async () => {
    await append(1, 'a', 'b');
    const log = new RedisEventLog(redis, { blockTime: 50 });
    const reader = log.groupReader('orders', 'billing', 'one');
    await reader.rewind(3, 0);
    await reader.read([3], 10);
    await expect(log.writer().groups('orders')).resolves.toEqual([{ group: 'billing', shard: 3, position: 0 }]);
    await reader.rewind(3, 2);
    await expect(log.writer().groups('orders')).resolves.toEqual([{ group: 'billing', shard: 3, position: 2 }]);
    await reader.close();
  });

  it('says when the stream begins too late for it, and is not taken for a reader of what was trimmed', async () => {
    await append(1, 'a', 'b', 'c');
    const log = new RedisEventLog(redis, { blockTime: 50 });
    const reader = log.groupReader('orders', 'billing', 'one');
    await reader.rewind(3, 0);
    await expect(log.writer().trim('orders', 3, 2)).resolves.toEqual(['billing']);
    await expect(reader.read([3], 10)).rejects.toBeInstanceOf(GroupMissing);
    await expect(reader.rewind(3, 0)).resolves.toEqual({ takenOver: 0, tooLate: true });
    await expect(log.writer().groups('orders')).resolves.toEqual([{ group: 'billing', shard: 3, position: 0 }]);
    await expect(reader.rewind(3, 2)).resolves.toEqual({ takenOver: 0, tooLate: false });
    await expect(log.writer().trim('orders', 3, 2)).resolves.toEqual([]);
    await reader.close();
  });

  it('says that its group is gone when the stream was wiped, even while it waits', async () => {
    const reader = new RedisEventLog(redis, { blockTime: 20_000 }).groupReader('orders', 'billing', 'one');
    await reader.rewind(3, 5);
    const waiting = reader.read([3], 10).then(
      () => new Error('read something'),
      (error: unknown) => error,
    );
    await eventually(async () => expect(await redis.client('LIST')).toMatch(/cmd=xreadgroup/));
    await database.flush();
    await expect(waiting).resolves.toBeInstanceOf(GroupMissing);
    await reader.close();
  });

  it('ends a waiting read when it is woken', async () => {
    const reader = new RedisEventLog(redis, { blockTime: 20_000 }).groupReader('orders', 'billing', 'one');
    await reader.rewind(3, 0);
    let ended = false;
    const waiting = reader.read([3], 10).finally(() => {
      ended = true;
    });
    await eventually(() => {
      reader.wake();
      return ended;
    });
    await expect(waiting).resolves.toEqual([]);
    await reader.close();
  });
});

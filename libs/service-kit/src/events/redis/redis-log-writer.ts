import type { Redis } from 'ioredis';

import type { AppendRequest, AppendResult, GroupPosition, LogWriter } from '../event-log';
import { idOf } from './position';
import { appendScript, groupPositionsScript, lastPositionsScript } from './scripts';
import { StreamKeys } from './stream-keys';

export class RedisLogWriter implements LogWriter {
  constructor(private readonly redis: Redis) {}

  async append(domain: string, requests: AppendRequest[]): Promise<AppendResult[]> {
    const keys = new StreamKeys(domain);
    const pipeline = this.redis.pipeline();
    for (const { shard, first, texts, allow = 'nothing' } of requests) {
      pipeline.eval(appendScript, 1, keys.stream(shard), first, allow, ...texts);
    }
    const replies = (await pipeline.exec()) ?? [];
    return replies.map(([error, reply]) => {
      if (error) throw error;
      const [appended, last] = reply as [number, number];
      return { outcome: appended === 1 ? 'appended' : 'behind', last };
    });
  }

  async lastPositions(domain: string): Promise<number[]> {
    const keys = new StreamKeys(domain).streams();
    return (await this.redis.eval(lastPositionsScript, keys.length, ...keys)) as number[];
  }

  async groups(domain: string): Promise<GroupPosition[]> {
    const keys = new StreamKeys(domain).streams();
    const rows = (await this.redis.eval(groupPositionsScript, keys.length, ...keys)) as [number, string, number][];
    return rows.map(([index, group, position]) => ({ group, shard: index - 1, position }));
  }

  async trim(domain: string, shard: number, position: number): Promise<void> {
    await this.redis.xtrim(new StreamKeys(domain).stream(shard), 'MINID', '=', idOf(position + 1));
  }

  async clear(domain: string, shard: number): Promise<void> {
    await this.redis.del(new StreamKeys(domain).stream(shard));
  }

  async wanted(domain: string): Promise<Map<number, number>> {
    const fields = await this.redis.hgetall(new StreamKeys(domain).wanted);
    return new Map(Object.entries(fields).map(([shard, position]) => [Number(shard), Number(position)]));
  }

  async answer(domain: string, shard: number, floor: number): Promise<void> {
    const keys = new StreamKeys(domain);
    await this.redis.hset(keys.floors, String(shard), floor);
    await this.redis.hdel(keys.wanted, String(shard));
  }
}

import type { Redis } from 'ioredis';

import { GroupMissing, type LogGroupReader, type ShardEntries } from '../event-log';
import { shardCount } from '../shard';
import { BlockingConnection } from './blocking-connection';
import { entriesByShard, type RawStreams } from './entries';
import { idOf, positionOf } from './position';
import { lastPositionsScript, leaseScript, releaseScript, rewindScript } from './scripts';
import { StreamKeys } from './stream-keys';

export interface RedisReaderOptions {
  blockTime: number;
  leaseTime: number;
}

export class RedisGroupReader implements LogGroupReader {
  private readonly keys: StreamKeys;
  private readonly blocking: BlockingConnection;

  constructor(
    private readonly redis: Redis,
    domain: string,
    private readonly group: string,
    private readonly replica: string,
    private readonly options: RedisReaderOptions,
  ) {
    this.keys = new StreamKeys(domain);
    this.blocking = new BlockingConnection(redis, options.blockTime);
  }

  async holdLeases(): Promise<number[]> {
    const keys = [this.keys.members(this.group), this.keys.leases(this.group)];
    const args = [this.replica, this.options.leaseTime, shardCount];
    return (await this.redis.eval(leaseScript, keys.length, ...keys, ...args)) as number[];
  }

  async releaseLeases(): Promise<void> {
    const keys = [this.keys.members(this.group), this.keys.leases(this.group)];
    await this.redis.eval(releaseScript, keys.length, ...keys, this.replica, shardCount);
  }

  async rewind(shard: number, position: number): Promise<number> {
    const args = [this.group, this.replica, String(position)];
    return (await this.redis.eval(rewindScript, 1, this.keys.stream(shard), ...args)) as number;
  }

  async firstPosition(shard: number): Promise<number> {
    // In this order: an entry that is added in between is then found by the second question.
    const [last = 0] = await this.lastPositions([shard]);
    const [oldest] = await this.redis.xrange(this.keys.stream(shard), '-', '+', 'COUNT', 1);
    return oldest ? positionOf(oldest[0]) - 1 : last;
  }

  async lastPositions(shards: number[]): Promise<number[]> {
    const keys = this.keys.streams(shards);
    return (await this.redis.eval(lastPositionsScript, keys.length, ...keys)) as number[];
  }

  async read(shards: number[], limit: number): Promise<ShardEntries[]> {
    const keys = this.keys.streams(shards);
    const known = new Map(keys.map((key, index) => [this.blocking.keyPrefix + key, shards[index] ?? 0]));
    const marks = shards.map(() => '>');
    try {
      const raw = await this.blocking.wait((client) =>
        client.xreadgroup(
          'GROUP', this.group, this.replica, 'COUNT', limit, 'BLOCK', this.options.blockTime, 'STREAMS', ...keys, ...marks,
        ),
      );
      return entriesByShard(raw as RawStreams | null, known);
    } catch (error) {
      if (error instanceof Error && /NOGROUP|UNBLOCKED/.test(error.message)) throw new GroupMissing(error.message);
      throw error;
    }
  }

  wake(): void {
    this.blocking.wake();
  }

  async acknowledge(shard: number, positions: number[]): Promise<void> {
    await this.redis.xack(this.keys.stream(shard), this.group, ...positions.map(idOf));
  }

  async want(shard: number, position: number): Promise<void> {
    await this.redis.hset(this.keys.wanted, String(shard), position);
  }

  async floor(shard: number): Promise<number | undefined> {
    const floor = await this.redis.hget(this.keys.floors, String(shard));
    return floor === null ? undefined : Number(floor);
  }

  async close(): Promise<void> {
    this.blocking.close();
  }
}

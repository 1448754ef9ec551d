import type { Redis } from 'ioredis';

import { type Again, GroupMissing, type HeldShard, type LogGroupReader, type Rewound, type ShardEntries } from '../event-log';
import { shardCount } from '../shard';
import { BlockingConnection } from './blocking-connection';
import { entriesByShard, type RawStreams } from './entries';
import { idOf, positionOf } from './position';
import { lastPositionsScript, leaseScript, releaseScript, rewindScript } from './scripts';
import { refillField, StreamKeys } from './stream-keys';

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

  async holdLeases(withEnds = false): Promise<HeldShard[]> {
    const keys = [this.keys.members(this.group), this.keys.leases(this.group), ...this.keys.streams()];
    const args = [this.replica, this.options.leaseTime, shardCount, withEnds ? 1 : 0];
    const [shards, lasts] = (await this.redis.eval(leaseScript, keys.length, ...keys, ...args)) as [number[], number[]];
    return shards.map((shard, at) => ({ shard, last: lasts[at] }));
  }

  async releaseLeases(): Promise<void> {
    const keys = [this.keys.members(this.group), this.keys.leases(this.group)];
    await this.redis.eval(releaseScript, keys.length, ...keys, this.replica, shardCount);
  }

  async rewind(shard: number, position: number): Promise<Rewound> {
    const args = [this.group, this.replica, String(position)];
    const reply = await this.redis.eval(rewindScript, 1, this.keys.stream(shard), ...args);
    const [takenOver, tooLate] = reply as [number, number];
    return { takenOver, tooLate: tooLate === 1 };
  }

  async firstPosition(shard: number): Promise<number> {
    // In this order: an entry that is added in between is then found by the second question.
    const stream = this.keys.stream(shard);
    const [last = 0] = (await this.redis.eval(lastPositionsScript, 1, stream)) as number[];
    const [oldest] = await this.redis.xrange(stream, '-', '+', 'COUNT', 1);
    return oldest ? positionOf(oldest[0]) - 1 : last;
  }

  async read(shards: number[], limit: number): Promise<ShardEntries[]> {
    const keys = this.keys.streams(shards);
    const known = new Map(keys.map((key, index) => [this.blocking.keyPrefix + key, shards[index] ?? 0]));
    const marks = shards.map(() => '>');
    try {
      const raw = await this.blocking.wait((client) =>
        client.xreadgroup('GROUP', this.group, this.replica, 'COUNT', limit, 'BLOCK', this.blocking.blockMs, 'STREAMS', ...keys, ...marks),
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

  async requestRefill(shard: number, position: number): Promise<void> {
    await this.redis.hset(this.keys.refillRequests, refillField(shard, this.group), position);
  }

  async again(shard: number): Promise<Again | undefined> {
    const [from, first, ...texts] = await this.redis.lrange(this.keys.again(shard, this.group), 0, -1);
    return first === undefined ? undefined : { from: Number(from), first: Number(first), texts };
  }

  async close(): Promise<void> {
    this.blocking.close();
  }
}

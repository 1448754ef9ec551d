import type { Redis } from 'ioredis';

import type { LogTailReader, ShardEntries } from '../event-log';
import { allShards } from '../shard';
import { BlockingConnection } from './blocking-connection';
import { entriesByShard, type RawStreams } from './entries';
import { idOf } from './position';
import { lastPositionsScript } from './scripts';
import { StreamKeys } from './stream-keys';

export class RedisTailReader implements LogTailReader {
  private readonly keys: string[];
  private readonly blocking: BlockingConnection;

  constructor(
    private readonly redis: Redis,
    domain: string,
    blockTime: number,
  ) {
    this.keys = new StreamKeys(domain).streams();
    this.blocking = new BlockingConnection(redis, blockTime);
  }

  async lastPositions(): Promise<number[]> {
    // Its Redis user may read streams and not write them; EVAL itself counts as a write.
    return (await this.redis.eval_ro(lastPositionsScript, this.keys.length, ...this.keys)) as number[];
  }

  async read(cursors: number[], limit: number): Promise<ShardEntries[]> {
    const known = new Map(allShards.map((shard) => [`${this.blocking.keyPrefix}${this.keys[shard]}`, shard]));
    const raw = await this.blocking.wait((client) =>
      client.xread('COUNT', limit, 'BLOCK', this.blocking.blockMs, 'STREAMS', ...this.keys, ...cursors.map(idOf)),
    );
    return entriesByShard(raw as RawStreams | null, known);
  }

  async close(): Promise<void> {
    this.blocking.close();
  }
}

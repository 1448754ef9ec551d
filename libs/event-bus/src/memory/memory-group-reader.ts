import { type Again, GroupMissing, type HeldShard, type LogGroupReader, type Rewound, type ShardEntries } from '../event-log';
import type { EventTuning } from '../tuning';
import type { MemoryDomain } from './memory-domain';

export class MemoryGroupReader implements LogGroupReader {
  private readonly closing = new AbortController();

  constructor(
    private readonly domain: MemoryDomain,
    private readonly group: string,
    private readonly replica: string,
    private readonly tuning: Pick<EventTuning, 'blockTime' | 'leaseTime'>,
  ) {}

  async holdLeases(withEnds = false): Promise<HeldShard[]> {
    const shards = this.domain.holdLeases(this.group, this.replica, this.tuning.leaseTime);
    return shards.map((shard) => ({ shard, last: withEnds ? this.domain.stream(shard).last : undefined }));
  }

  async releaseLeases(): Promise<void> {
    this.domain.releaseLeases(this.group, this.replica);
  }

  async rewind(shard: number, position: number): Promise<Rewound> {
    return this.domain.stream(shard).rewind(this.group, this.replica, position);
  }

  async firstPosition(shard: number): Promise<number> {
    return this.domain.stream(shard).firstPosition;
  }

  async read(shards: number[], limit: number): Promise<ShardEntries[]> {
    const newEntries = this.deliver(shards, limit);
    if (newEntries.length > 0 || this.closing.signal.aborted) return newEntries;
    await this.domain.change(this.tuning.blockTime, this.closing.signal);
    return this.deliver(shards, limit);
  }

  wake(): void {
    this.domain.changes.emit('change');
  }

  async acknowledge(shard: number, positions: number[]): Promise<void> {
    this.domain.stream(shard).acknowledge(this.group, positions);
  }

  async requestRefill(shard: number, position: number): Promise<void> {
    this.domain.refillRequests.set(`${shard}/${this.group}`, { shard, group: this.group, from: position });
  }

  async again(shard: number): Promise<Again | undefined> {
    return this.domain.again.get(`${shard}/${this.group}`);
  }

  async close(): Promise<void> {
    this.closing.abort();
  }

  private deliver(shards: number[], limit: number): ShardEntries[] {
    const lost = shards.find((shard) => !this.domain.stream(shard).hasGroup(this.group));
    if (lost !== undefined) throw new GroupMissing(`No group ${this.group} on shard ${lost}`);
    return shards
      .map((shard) => ({ shard, entries: this.domain.stream(shard).deliver(this.group, this.replica, limit) }))
      .filter(({ entries }) => entries.length > 0);
  }
}

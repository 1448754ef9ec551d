import { GroupMissing, type LogGroupReader, type ShardEntries } from '../event-log';
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

  async holdLeases(): Promise<number[]> {
    return this.domain.holdLeases(this.group, this.replica, this.tuning.leaseTime);
  }

  async releaseLeases(): Promise<void> {
    this.domain.releaseLeases(this.group, this.replica);
  }

  async rewind(shard: number, position: number): Promise<number> {
    return this.domain.stream(shard).rewind(this.group, this.replica, position);
  }

  async firstPosition(shard: number): Promise<number> {
    return this.domain.stream(shard).firstPosition;
  }

  async lastPositions(shards: number[]): Promise<number[]> {
    return shards.map((shard) => this.domain.stream(shard).last);
  }

  async read(shards: number[], limit: number): Promise<ShardEntries[]> {
    const news = this.deliver(shards, limit);
    if (news.length > 0 || this.closing.signal.aborted) return news;
    await this.domain.change(this.tuning.blockTime, this.closing.signal);
    return this.deliver(shards, limit);
  }

  wake(): void {
    this.domain.changes.emit('change');
  }

  async acknowledge(shard: number, positions: number[]): Promise<void> {
    this.domain.stream(shard).acknowledge(this.group, positions);
  }

  async want(shard: number, position: number): Promise<void> {
    this.domain.wanted.set(shard, position);
  }

  async floor(shard: number): Promise<number | undefined> {
    return this.domain.floors.get(shard);
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

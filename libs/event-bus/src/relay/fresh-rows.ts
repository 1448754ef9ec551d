import type { WrittenEvent } from '../event-envelope';
import { allShards } from '../shard';

/** Rows this replica has just committed, so that the relay need not read them back. */
export class FreshRows {
  private readonly shards = allShards.map(() => new Map<number, WrittenEvent>());
  private count = 0;

  /** Above the limit rows are not kept: they stand in the table. */
  constructor(private readonly limit = 20_000) {}

  get size(): number {
    return this.count;
  }

  put(rows: readonly WrittenEvent[]): void {
    for (const row of rows) {
      if (this.count >= this.limit) return;
      const shard = this.shards[row.shard];
      if (!shard || shard.has(row.pubSeq)) continue;
      shard.set(row.pubSeq, row);
      this.count += 1;
    }
  }

  /** The unbroken run that begins at `first`. */
  run(shard: number, first: number, limit: number): WrittenEvent[] {
    const rows = this.shards[shard];
    const run: WrittenEvent[] = [];
    for (let row = rows?.get(first); row && run.length < limit; row = rows?.get(row.pubSeq + 1)) run.push(row);
    return run;
  }

  /** Drops a run that is on the stream. */
  remove(shard: number, first: number, last: number): void {
    const rows = this.shards[shard];
    for (let pubSeq = first; pubSeq <= last; pubSeq += 1) {
      if (rows?.delete(pubSeq)) this.count -= 1;
    }
  }

  /** Drops what was published before it was announced. */
  removeBefore(shard: number, next: number): void {
    for (const pubSeq of this.shards[shard]?.keys() ?? []) {
      if (pubSeq < next) this.remove(shard, pubSeq, pubSeq);
    }
  }

  clear(): void {
    for (const shard of this.shards) shard.clear();
    this.count = 0;
  }
}

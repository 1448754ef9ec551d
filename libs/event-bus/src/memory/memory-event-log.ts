import type { EventLog, GroupPosition, LogGroupReader, LogTailReader, LogWriter, ShardEntries } from '../event-log';
import { allShards } from '../shard';
import { defaultTuning, type EventTuning } from '../tuning';
import { MemoryDomain } from './memory-domain';
import { MemoryGroupReader } from './memory-group-reader';

/** The streams inside one process, for tests: the same rules as in Redis, held to them by one suite. */
export class MemoryEventLog implements EventLog {
  private readonly domains = new Map<string, MemoryDomain>();
  private readonly tuning: EventTuning;

  constructor(tuning: Partial<EventTuning> = {}) {
    this.tuning = { ...defaultTuning, ...tuning };
  }

  writer(): LogWriter {
    return {
      append: async (name, requests) => {
        const domain = this.domain(name);
        const results = requests.map((request) => domain.stream(request.shard).append(request));
        domain.changes.emit('change');
        return results;
      },
      lastPositions: async (name) => this.domain(name).streams.map(({ last }) => last),
      groups: async (name) => this.groupPositions(name),
      sizes: async (name) => this.domain(name).streams.map(({ size }) => size),
      trim: async (name, shard, position) => {
        const behind = this.domain(name).stream(shard).trim(position);
        this.domain(name).changes.emit('change');
        return behind;
      },
      state: async (name) => ({ lasts: this.domain(name).streams.map(({ last }) => last), wanted: [...this.domain(name).refillRequests.values()] }),
      answer: async (name, { shard, group }, again) => {
        this.domain(name).again.set(`${shard}/${group}`, again);
        this.domain(name).refillRequests.delete(`${shard}/${group}`);
      },
    };
  }

  groupReader(domain: string, group: string, replica: string): LogGroupReader {
    return new MemoryGroupReader(this.domain(domain), group, replica, this.tuning);
  }

  tailReader(name: string): LogTailReader {
    const domain = this.domain(name);
    const closing = new AbortController();
    const newEntries = (cursors: number[], limit: number): ShardEntries[] =>
      allShards.map((shard) => ({ shard, entries: domain.stream(shard).after(cursors[shard] ?? 0, limit) })).filter(({ entries }) => entries.length > 0);
    return {
      lastPositions: async () => domain.streams.map(({ last }) => last),
      read: async (cursors, limit) => {
        if (newEntries(cursors, limit).length === 0) await domain.change(this.tuning.blockTime, closing.signal);
        return newEntries(cursors, limit);
      },
      close: async () => closing.abort(),
    };
  }

  /** Like a Redis that restarts empty. */
  wipe(): void {
    for (const domain of this.domains.values()) domain.wipe();
  }

  private groupPositions(name: string): GroupPosition[] {
    return allShards.flatMap((shard) =>
      this.domain(name)
        .stream(shard)
        .groupPositions.map((group) => ({ ...group, shard })),
    );
  }

  private domain(name: string): MemoryDomain {
    const domain = this.domains.get(name) ?? new MemoryDomain();
    this.domains.set(name, domain);
    return domain;
  }
}

import { EventEmitter } from 'node:events';

import type { Again, RefillRequest } from '../event-log';
import { allShards } from '../shard';
import { MemoryStream } from './memory-stream';

interface Lease {
  owner: string;
  until: number;
}

/** Streams, leases and notes of one domain. */
export class MemoryDomain {
  streams = allShards.map(() => new MemoryStream());
  /** By shard and group, as `3/billing`. */
  readonly refillRequests = new Map<string, RefillRequest>();
  readonly again = new Map<string, Again>();
  readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly members = new Map<string, number>();
  private readonly leases = new Map<string, Lease>();

  stream(shard: number): MemoryStream {
    const stream = this.streams[shard];
    if (!stream) throw new RangeError(`No shard ${shard}`);
    return stream;
  }

  /** Like a Redis that restarts empty. */
  wipe(): void {
    this.streams = allShards.map(() => new MemoryStream());
    for (const notes of [this.refillRequests, this.again, this.members, this.leases]) notes.clear();
    this.changes.emit('change');
  }

  /** Waits for a change, at most `ms`. */
  async change(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.changes.off('change', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.changes.on('change', done);
      signal.addEventListener('abort', done);
    });
  }

  /** The rules of the lease script: a fair share of the shards for every living replica of a group. */
  holdLeases(group: string, replica: string, leaseTime: number): number[] {
    const now = performance.now();
    this.members.set(`${group}/${replica}`, now + leaseTime);
    for (const [member, until] of this.members) if (until <= now) this.members.delete(member);
    const members = [...this.members.keys()].filter((member) => member.startsWith(`${group}/`)).length;
    const share = Math.ceil(allShards.length / members);
    const lease = (shard: number) => this.leases.get(`${group}/${shard}`);
    const mine = allShards.filter((shard) => lease(shard)?.owner === replica);
    for (const shard of mine.splice(share)) this.leases.delete(`${group}/${shard}`);
    const free = allShards.filter((shard) => (lease(shard)?.until ?? 0) <= now && !mine.includes(shard));
    mine.push(...free.reverse().slice(0, share - mine.length));
    for (const shard of mine) this.leases.set(`${group}/${shard}`, { owner: replica, until: now + leaseTime });
    return mine;
  }

  releaseLeases(group: string, replica: string): void {
    this.members.delete(`${group}/${replica}`);
    for (const [key, { owner }] of this.leases) {
      if (owner === replica && key.startsWith(`${group}/`)) this.leases.delete(key);
    }
  }
}

import { allShards } from '../shard';

/**
 * Redis keys of a domain. All carry the domain as hash tag: in a Cluster they share a slot, so one
 * blocking read covers all shards, and one pipeline publishes to all of them.
 * A key prefix comes from the `keyPrefix` of the ioredis client.
 */
export class StreamKeys {
  constructor(private readonly domain: string) {}

  stream(shard: number): string {
    return `hallway:{${this.domain}}:${shard}`;
  }

  streams(shards: readonly number[] = allShards): string[] {
    return shards.map((shard) => this.stream(shard));
  }

  members(group: string): string {
    return `hallway:{${this.domain}}:members:${group}`;
  }

  leases(group: string): string {
    return `hallway:{${this.domain}}:leases:${group}`;
  }

  /** Hash of what groups want: `<shard>:<group>` to position. */
  get refillRequests(): string {
    return `hallway:{${this.domain}}:wanted`;
  }

  /** What the owner of the domain gives a group again. */
  again(shard: number, group: string): string {
    return `hallway:{${this.domain}}:again:${shard}:${group}`;
  }
}

/** Field of the hash `wanted`. */
export function refillField(shard: number, group: string): string {
  return `${shard}:${group}`;
}

import { createHash } from 'node:crypto';

/** Every domain has this many streams; events of one subject always take the same one. */
export const shardCount = 16;

export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/**
 * The stream of a subject, 0 to 15: the first hex digit of the MD5 of its UTF-8 bytes.
 * SQL computes the same in `outbox_shard(subject)`.
 */
export function shardOf(subject: string): number {
  return Number.parseInt(createHash('md5').update(subject, 'utf8').digest('hex').charAt(0), 16);
}

/** `messages:7`: names a stream in tables, logs and metrics. */
export function streamName(domain: string, shard: number): string {
  return `${domain}:${shard}`;
}

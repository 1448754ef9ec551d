/** Times and sizes of the bus; the defaults suit production. Times in milliseconds. */
export interface EventTuning {
  /** How often the relay looks for rows that nobody announced, and compares itself with the stream. */
  pollEvery: number;
  /** How often positions of readers are stored and streams trimmed. */
  trimEvery: number;
  /** Entries younger than this stay on the stream whoever has read them. */
  keepOnStream: number;
  /** Rows younger than this stay in the outbox. */
  keepInOutbox: number;
  /** After a wipe, what is younger than this is published again for fan-out readers. */
  republish: number;
  /** A replica that does not renew for this long loses its shards. */
  leaseTime: number;
  leaseEvery: number;
  /** How long one wait for new entries lasts. */
  blockTime: number;
  /** Waits between the tries of a failing handler; their number is the number of retries. */
  retryDelays: readonly number[];
  /** Wait after the first infrastructure failure; doubles up to `backoffMax`, with jitter. */
  backoffMin: number;
  backoffMax: number;
  /** How many events one transaction may handle. */
  batchSize: number;
  /** Events that no handler wants leave the stored position behind until nothing has come for so long … */
  positionAfter: number;
  /** … or for so long in all. */
  positionEvery: number;
  /** How many entries may wait in a replica per shard. */
  queueLimit: number;
}

export const defaultTuning: EventTuning = {
  pollEvery: 1_000,
  trimEvery: 10_000,
  keepOnStream: 10 * 60_000,
  keepInOutbox: 48 * 3_600_000,
  republish: 5 * 60_000,
  leaseTime: 3_000,
  leaseEvery: 500,
  blockTime: 1_000,
  retryDelays: [100, 400, 1_500, 5_000],
  backoffMin: 50,
  backoffMax: 5_000,
  batchSize: 32,
  positionAfter: 500,
  positionEvery: 10_000,
  queueLimit: 256,
};

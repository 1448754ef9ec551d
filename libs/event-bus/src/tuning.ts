/** Times and sizes of the bus; the defaults suit production. Times in milliseconds. */
export interface EventTuning {
  /** How often the relay looks for rows that were not announced, and compares itself with the stream. */
  pollEvery: number;
  /** How often positions of readers are stored and streams trimmed. */
  trimEvery: number;
  /** Entries younger than this stay on the stream even if all have read them, as far as `streamBytes` allows. */
  keepOnStream: number;
  /** What the streams of the domain may take in all; the oldest go first, read or not. */
  streamBytes: number;
  /** Rows younger than this stay in the outbox. */
  keepInOutbox: number;
  /** After a wipe, what is younger than this is published again for broadcast consumers. */
  republish: number;
  /** A replica that does not renew for this long loses its shards. */
  leaseTime: number;
  leaseEvery: number;
  /** How long one wait for new entries lasts. */
  blockTime: number;
  /** How long a work reader rests after a read that brought little: what can wait costs less in one piece. */
  restTime: number;
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
  pollEvery: 2_000,
  trimEvery: 10_000,
  keepOnStream: 10 * 60_000,
  streamBytes: 4 * 1024 ** 2,
  keepInOutbox: 48 * 3_600_000,
  republish: 5 * 60_000,
  leaseTime: 3_000,
  leaseEvery: 1_000,
  blockTime: 2_000,
  restTime: 0,
  retryDelays: [100, 400, 1_500, 5_000],
  backoffMin: 50,
  backoffMax: 5_000,
  batchSize: 32,
  positionAfter: 500,
  positionEvery: 10_000,
  queueLimit: 256,
};

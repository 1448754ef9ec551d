import type { EventLogger } from '../event-bus';
import type { LogGroupReader } from '../event-log';
import type { EventMetrics } from '../event-metrics';
import { streamName } from '../shard';
import type { Offsets } from './offsets';
import type { ShardWorker } from './shard-worker';

export interface RewinderOptions {
  domain: string;
  reader: LogGroupReader;
  offsets: Offsets;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** Sets readers to where the database says they are, and finds out what to do when entries are missing. */
export class Rewinder {
  constructor(private readonly options: RewinderOptions) {}

  async rewind(workers: Iterable<ShardWorker>): Promise<void> {
    for (const worker of workers) {
      if (!worker.needsRewind || worker.waitUntil > performance.now()) continue;
      if (worker.holes > 1) await this.askAgain(worker);
      const position = await this.position(worker.shard);
      const takenOver = await this.options.reader.rewind(worker.shard, position);
      if (takenOver > 0) this.options.metrics.redelivered(streamName(this.options.domain, worker.shard), takenOver);
      worker.rewound(position);
    }
  }

  private async position(shard: number): Promise<number> {
    const { domain, reader, offsets } = this.options;
    const stream = streamName(domain, shard);
    const stored = await offsets.load(stream);
    if (stored !== undefined) return stored;
    await offsets.begin(stream, await reader.firstPosition(shard));
    return (await offsets.load(stream)) ?? 0;
  }

  /** The stream itself lacks entries: its owner must publish them again, or say that they are gone. */
  private async askAgain(worker: ShardWorker): Promise<void> {
    const { domain, reader, offsets, metrics, logger } = this.options;
    const { shard } = worker;
    const missing = (await this.position(shard)) + 1;
    const floor = await reader.floor(shard);
    if (floor !== undefined && floor > missing) {
      logger.error('Events are lost: their owner no longer has them', { domain, shard, from: missing, to: floor - 1 });
      metrics.lost(streamName(domain, shard), floor - missing);
      await offsets.skipTo(streamName(domain, shard), floor - 1);
      return;
    }
    await reader.want(shard, missing);
    worker.waitUntil = performance.now() + Math.min(50 * worker.holes, 1_000);
  }
}

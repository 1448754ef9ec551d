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
  /** It is worth to rewind again. */
  changed: () => void;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** Sets readers to where the database says they are, and gets what the stream no longer has from its owner. */
export class Rewinder {
  constructor(private readonly options: RewinderOptions) {}

  async rewind(workers: Iterable<ShardWorker>): Promise<void> {
    for (const worker of workers) {
      if (!worker.needsRewind || worker.waitUntil > performance.now()) continue;
      const position = await this.position(worker.shard);
      const { takenOver, tooLate } = await this.options.reader.rewind(worker.shard, position);
      if (takenOver > 0) this.options.metrics.redelivered(streamName(this.options.domain, worker.shard), takenOver);
      // Nothing is read from the stream until then: the group stays where the database says.
      if (tooLate || worker.holes > 1) await this.refill(worker, position);
      else worker.rewound(position);
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

  private async refill(worker: ShardWorker, position: number): Promise<void> {
    const { domain, reader, metrics } = this.options;
    const { shard } = worker;
    const missing = position + 1;
    const again = await reader.again(shard);
    if (!again || again.from > missing) return this.ask(worker, missing);
    if (again.first > missing) return this.lose(worker, missing, again.first - 1);
    const entries = again.texts.map((text, index) => ({ pubSeq: again.first + index, text })).filter(({ pubSeq }) => pubSeq >= missing);
    if (entries.length === 0) return this.ask(worker, missing);
    metrics.refilled(streamName(domain, shard), entries.length);
    worker.refill(position, entries);
  }

  private async ask(worker: ShardWorker, missing: number): Promise<void> {
    const { domain, reader, logger } = this.options;
    if (!worker.isBehind) logger.warn('Events are missing on the stream; asking their owner', { domain, shard: worker.shard, from: missing });
    worker.isBehind = true;
    worker.holes += 1;
    await reader.requestRefill(worker.shard, missing);
    const wait = Math.min(50 * worker.holes, 1_000);
    worker.waitUntil = performance.now() + wait;
    setTimeout(() => this.options.changed(), wait).unref();
  }

  private async lose(worker: ShardWorker, from: number, to: number): Promise<void> {
    const { domain, offsets, metrics, logger } = this.options;
    const { shard } = worker;
    logger.error('Events are lost: their owner no longer has them', { domain, shard, from, to });
    metrics.lost(streamName(domain, shard), to - from + 1);
    await offsets.skipTo(streamName(domain, shard), to);
    worker.holes = 0;
  }
}

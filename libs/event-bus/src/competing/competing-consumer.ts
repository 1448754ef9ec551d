import { untilBeat } from '@hallway/service-kit/periodic';

import { Backoff, pause } from '../backoff';
import type { EventLogger } from '../event-bus';
import { GroupMissing, type HeldShard, type LogGroupReader } from '../event-log';
import type { EventMetrics } from '../event-metrics';
import { OutageLog } from '../outage-log';
import { streamName } from '../shard';
import { Signal } from '../signal';
import type { EventTuning } from '../tuning';
import type { EntryHandler } from './entry-handler';
import type { Offsets } from './offsets';
import { Rewinder } from './rewinder';
import { ShardWorker } from './shard-worker';

export interface CompetingConsumerOptions {
  domain: string;
  reader: LogGroupReader;
  offsets: Offsets;
  handler: EntryHandler;
  tuning: EventTuning;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** Entries of one shard that one read may bring. */
const readLimit = 64;
/** Renewals of the leases between two looks at the ends of the streams. */
const endsEvery = 2;
/** How long to wait when no shard can be read. */
const idleTime = 200;

/** Reads one domain for its service: holds shards by lease and hands their entries to one worker each. */
export class CompetingConsumer {
  private readonly workers = new Map<number, ShardWorker>();
  private readonly stopping = new AbortController();
  private readonly wakeUp = new Signal();
  private readonly rewinder: Rewinder;
  private readonly leaseOutage: OutageLog;
  private readonly readOutage: OutageLog;
  private running: Promise<unknown> | undefined;

  constructor(private readonly options: CompetingConsumerOptions) {
    this.rewinder = new Rewinder({ ...options, changed: () => this.changed() });
    this.leaseOutage = new OutageLog(options.logger, `Renewing the leases on ${options.domain} events`);
    this.readOutage = new OutageLog(options.logger, `Reading ${options.domain} events`);
  }

  start(): void {
    this.running ??= Promise.all([this.keepLeases(), this.read()]);
  }

  /** Finishes the entries at hand and gives the shards back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.changed();
    await this.running;
    await Promise.all([...this.workers.values()].map((worker) => worker.stop()));
    await this.options.reader.releaseLeases().catch((error: unknown) => this.leaseOutage.failed(error));
    await this.options.reader.close();
  }

  private async keepLeases(): Promise<void> {
    const { reader, tuning } = this.options;
    const { signal } = this.stopping;
    for (let tick = 0; !signal.aborted; tick += 1) {
      try {
        const held = await reader.holdLeases(tick % endsEvery === 0);
        this.hold(held.map(({ shard }) => shard));
        this.lookAtEnds(held);
        this.leaseOutage.worked();
      } catch (error) {
        this.leaseOutage.failed(error);
      }
      await pause(untilBeat(tuning.leaseEvery), signal);
    }
  }

  private hold(shards: number[]): void {
    if (this.stopping.signal.aborted) return;
    const lost = [...this.workers].filter(([shard]) => !shards.includes(shard));
    for (const [shard] of lost) this.workers.delete(shard);
    const won = shards.filter((shard) => !this.workers.has(shard));
    for (const shard of won) this.workers.set(shard, this.newWorker(shard));
    // Also for what was lost: the read that waits now would take entries away from their new owner.
    if (won.length > 0 || lost.length > 0) this.changed();
    // Not waited for: the leases of the others must be renewed until it ends.
    for (const [, worker] of lost) void worker.stop();
  }

  private newWorker(shard: number): ShardWorker {
    const { domain, reader, handler, offsets, tuning, logger } = this.options;
    return new ShardWorker({
      domain,
      shard,
      handler,
      tuning,
      logger,
      position: async () => (await offsets.load(streamName(domain, shard))) ?? 0,
      changed: () => this.changed(),
      // An acknowledgement that is lost is made up for when the shard is rewound.
      acknowledge: (of, positions) => void reader.acknowledge(of, positions).catch((error: unknown) => this.readOutage.failed(error)),
    });
  }

  private changed(): void {
    this.wakeUp.notify();
    this.options.reader.wake();
  }

  private async read(): Promise<void> {
    const { tuning, reader } = this.options;
    const { signal } = this.stopping;
    const backoff = new Backoff(tuning.backoffMin, tuning.backoffMax);
    while (!signal.aborted) {
      try {
        await this.rewinder.rewind(this.workers.values());
        const ready = [...this.workers.values()].filter((worker) => worker.hasRoom);
        if (ready.length === 0) {
          await this.wakeUp.wait(idleTime);
          continue;
        }
        const newEntries = await reader.read(
          ready.map(({ shard }) => shard),
          readLimit,
        );
        for (const { shard, entries } of newEntries) this.workers.get(shard)?.enqueue(entries);
        backoff.reset();
        this.readOutage.worked();
        const isMore = newEntries.some(({ entries }) => entries.length === readLimit);
        if (tuning.restTime > 0 && !isMore) await this.wakeUp.wait(tuning.restTime);
      } catch (error) {
        for (const worker of this.workers.values()) worker.needsRewind = true;
        if (error instanceof GroupMissing) continue;
        this.readOutage.failed(error);
        await backoff.wait(signal);
      }
    }
  }

  private lookAtEnds(held: readonly HeldShard[]): void {
    for (const { shard, last } of held) {
      const worker = this.workers.get(shard);
      if (!worker || last === undefined) continue;
      this.options.metrics.lag(streamName(this.options.domain, shard), Math.max(0, last - worker.handledUpTo));
      worker.lookAtEnd(last);
    }
  }
}

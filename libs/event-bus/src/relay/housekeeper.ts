import { untilBeat } from '@hallway/service-kit/periodic';

import { pause } from '../backoff';
import type { EventLogger } from '../event-bus';
import type { LogWriter, StreamSize } from '../event-log';
import type { EventMetrics } from '../event-metrics';
import { OutageLog } from '../outage-log';
import { allShards } from '../shard';
import type { EventTuning } from '../tuning';
import { type OutboxTable, relayReader } from './outbox-table';
import { cutsFor } from './stream-budget';

export interface HousekeeperOptions {
  service: string;
  writer: LogWriter;
  table: OutboxTable;
  tuning: Pick<EventTuning, 'trimEvery' | 'keepOnStream' | 'streamBytes' | 'keepInOutbox'>;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** So many beats are passed over while nothing happens: what is left to do then is what grows old. */
const restFor = 5;
/** Rows of one shard that are deleted at a time. */
const deleteBatch = 100;
/** After so much of the budget was added the streams are looked at again. */
const lookAfter = 1 / 8;

/**
 * Stores how far readers are, and forgets what all of them have acknowledged: on the stream when it is
 * also old enough for broadcast consumers, in the outbox when it is older still. Above the budget the stream
 * drops its oldest entries even if some groups have not read them; readers get those from the outbox. Only the leader does it.
 */
export class Housekeeper {
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly outage: OutageLog;
  /** Bytes added since the streams were last looked at. */
  private added = 0;
  /** What the last look found, and whether it was what the one before had found. */
  private found = '';
  private still = false;
  /** Groups that the last look left behind. */
  private behind = new Set<string>();

  constructor(
    private readonly options: HousekeeperOptions,
    private readonly published: () => number[] | undefined,
  ) {
    this.outage = new OutageLog(options.logger, 'Trimming events');
  }

  start(): void {
    this.stopping = new AbortController();
    this.still = false;
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** So much was added to the streams. The publisher waits for it, so that it cannot outrun the trimming. */
  async makeRoom(bytes: number): Promise<void> {
    this.added += bytes;
    if (this.added >= this.options.tuning.streamBytes * lookAfter) await this.attempt(() => this.fit());
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (let rested = 0; !signal.aborted;) {
      await pause(untilBeat(this.options.tuning.trimEvery), signal);
      if (signal.aborted) return;
      const mayRest = this.still && this.added === 0 && rested < restFor;
      rested = mayRest ? rested + 1 : 0;
      if (mayRest) continue;
      this.still = false;
      await this.attempt(async () => this.tidy(await this.fit(), signal));
    }
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.outage.worked();
    } catch (error) {
      this.outage.failed(error);
    }
  }

  /** Cuts the streams to their budget; answers what they held before. */
  private async fit(): Promise<StreamSize[]> {
    const { service, writer, table, tuning, metrics, logger } = this.options;
    this.added = 0;
    const sizes = await writer.sizes(service);
    metrics.streamBytes(
      service,
      sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    const cuts = cutsFor(sizes, tuning.streamBytes);
    const groups = cuts.length > 0 ? await writer.groups(service) : [];
    // A group that goes with its entries must be known to the outbox, which then keeps them for it.
    if (groups.some((group) => cuts.some(({ shard, position }) => shard === group.shard && position > group.position))) await table.saveReaders(groups);
    const behind = new Set<string>();
    for (const { shard, position } of cuts) {
      for (const group of await writer.trim(service, shard, position)) behind.add(group);
    }
    const fresh = [...behind].filter((group) => !this.behind.has(group));
    if (fresh.length > 0) logger.warn('Readers are too far behind for the stream; they get events from the outbox', { readers: fresh });
    this.behind = behind;
    return sizes;
  }

  private async tidy(sizes: readonly StreamSize[], signal: AbortSignal): Promise<void> {
    const { service, writer, table, tuning } = this.options;
    const published = this.published();
    if (!published) return;
    const own = published.map((position, shard) => ({ group: relayReader, shard, position }));
    const readers = [...(await writer.groups(service)), ...own];
    await table.saveReaders(readers);
    const acknowledged = await table.acknowledged();
    // The newest stays: by it a reader that was away sees that it missed something.
    const old = sizes.some(({ first, last }) => first < last)
      ? await table.olderThan(
          tuning.keepOnStream,
          sizes.map(({ first }) => first),
          sizes.map(({ last }) => last - 1),
        )
      : [];
    for (const shard of allShards) {
      if (signal.aborted) return;
      const position = Math.min(acknowledged[shard] ?? 0, old[shard] ?? 0);
      if (position >= (sizes[shard]?.first ?? 1)) await writer.trim(service, shard, position);
    }
    await this.forgetRows(acknowledged, tuning.keepInOutbox, signal);
    const found = JSON.stringify([sizes, readers]);
    this.still = found === this.found;
    this.found = found;
  }

  private async forgetRows(upTo: readonly number[], olderThan: number, signal: AbortSignal): Promise<void> {
    const { table } = this.options;
    let deleted = deleteBatch;
    // Fewer than that in all: no shard has more.
    while (deleted >= deleteBatch && !signal.aborted) deleted = await table.forget(upTo, olderThan, deleteBatch);
  }
}

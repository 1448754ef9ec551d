import { pause } from '../backoff';
import type { EventLogger } from '../event-bus';
import type { LogWriter } from '../event-log';
import { OutageLog } from '../outage-log';
import { allShards } from '../shard';
import type { EventTuning } from '../tuning';
import { relayReader, type OutboxTable } from './outbox-table';

export interface HousekeeperOptions {
  service: string;
  writer: LogWriter;
  table: OutboxTable;
  tuning: Pick<EventTuning, 'trimEvery' | 'keepOnStream' | 'keepInOutbox'>;
  logger: EventLogger;
}

/** How far the shards were published at a time. */
interface Sample {
  at: number;
  positions: number[];
}

const deleteBatch = 1_000;

/**
 * Stores how far readers are, and forgets what all of them have acknowledged: on the stream when it is
 * also old enough for fan-out readers, in the outbox when it is older still. Only the leader does it.
 */
export class Housekeeper {
  private samples: Sample[] = [];
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly outage: OutageLog;

  constructor(
    private readonly options: HousekeeperOptions,
    private readonly published: () => number[] | undefined,
  ) {
    this.outage = new OutageLog(options.logger, 'Trimming events');
  }

  start(): void {
    this.stopping = new AbortController();
    this.samples = [];
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.options.tuning.trimEvery, signal);
      if (signal.aborted) return;
      try {
        await this.tidy(signal);
        this.outage.worked();
      } catch (error) {
        this.outage.failed(error);
      }
    }
  }

  private async tidy(signal: AbortSignal): Promise<void> {
    const { service, writer, table, tuning } = this.options;
    const published = this.published();
    if (!published) return;
    const own = published.map((position, shard) => ({ group: relayReader, shard, position }));
    await table.saveReaders([...(await writer.groups(service)), ...own]);
    const acknowledged = await table.acknowledged();
    const old = this.oldEnough(published);
    for (const shard of allShards) {
      if (signal.aborted) return;
      const position = Math.min(acknowledged[shard] ?? 0, old?.[shard] ?? 0);
      if (position > 0) await writer.trim(service, shard, position);
      await this.forgetRows(shard, acknowledged[shard] ?? 0, tuning.keepInOutbox, signal);
    }
  }

  /** What had been published `keepOnStream` ago; unknown while this replica has led for less than that. */
  private oldEnough(published: number[]): number[] | undefined {
    const now = performance.now();
    const horizon = now - this.options.tuning.keepOnStream;
    this.samples.push({ at: now, positions: [...published] });
    const old = this.samples.filter(({ at }) => at <= horizon);
    if (old.length > 1) this.samples.splice(0, old.length - 1);
    return old.at(-1)?.positions;
  }

  private async forgetRows(shard: number, upTo: number, olderThan: number, signal: AbortSignal): Promise<void> {
    const { table } = this.options;
    let deleted = deleteBatch;
    while (deleted === deleteBatch && !signal.aborted) deleted = await table.forget(shard, upTo, olderThan, deleteBatch);
  }
}

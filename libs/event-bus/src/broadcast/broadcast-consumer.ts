import { Backoff } from '../backoff';
import type { EventLogger } from '../event-bus';
import type { BroadcastGap, BroadcastGapHook, BroadcastKnownHook } from '../event-context';
import { decodeEnvelope, peekEnvelope } from '../event-envelope';
import type { LogEntry, LogTailReader } from '../event-log';
import type { ConcernsService, HandleEvent } from '../event-server';
import { OutageLog } from '../outage-log';
import { allShards } from '../shard';
import type { EventTuning } from '../tuning';

export interface BroadcastConsumerOptions {
  domain: string;
  reader: LogTailReader;
  handle: HandleEvent;
  concerns: ConcernsService;
  /** Events of which the service knows already. */
  isKnown: BroadcastKnownHook;
  onGap: BroadcastGapHook;
  tuning: Pick<EventTuning, 'backoffMin' | 'backoffMax'>;
  logger: EventLogger;
}

/** Entries of one shard that one read may bring. */
const readLimit = 256;
/** Entries of one shard that may wait for its handlers before reading pauses. */
const queueLimit = 2_048;
/** How long a service waits for Redis when it starts, before it goes on without. */
const startTimeout = 5_000;

/**
 * Gives every event of a domain to this replica, from the moment it starts. Keeps its own cursors and
 * stores nothing; positions go on after a Redis wipe, so the cursors stay true.
 */
export class BroadcastConsumer {
  private readonly stopping = new AbortController();
  private readonly outage: OutageLog;
  private readonly backoff: Backoff;
  /** Last position read, by shard; undefined until the stream has been asked. */
  private cursors: number[] | undefined;
  /** A slow handler holds up its own shard only. */
  private readonly queues = allShards.map(() => ({ length: 0, end: Promise.resolve() }));
  private running: Promise<void> | undefined;

  constructor(private readonly options: BroadcastConsumerOptions) {
    const { domain, tuning, logger } = options;
    this.outage = new OutageLog(logger, `Reading ${domain} events`);
    this.backoff = new Backoff(tuning.backoffMin, tuning.backoffMax);
  }

  /** Returns once the cursors stand, so that nothing after it is missed; without Redis, after a while. */
  async start(): Promise<void> {
    if (this.running) return;
    const placed = this.place();
    let late = false;
    this.running = placed.then(async () => {
      // What was published while the cursors were not placed is not known.
      if (late) await this.gaps(allShards.map((shard) => ({ domain: this.options.domain, shard, from: 0, to: this.cursors?.[shard] ?? 0 })));
      await this.read();
    });
    const timer = new Promise<void>((resolve) => {
      setTimeout(resolve, startTimeout).unref();
    });
    await Promise.race([placed, timer]);
    late = this.cursors === undefined;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.options.reader.close();
    await this.running;
    await Promise.all(this.queues.map(({ end }) => end));
  }

  private async place(): Promise<void> {
    while (!this.stopping.signal.aborted && !this.cursors) {
      await this.attempt(async () => {
        this.cursors = await this.options.reader.lastPositions();
      });
    }
  }

  private async read(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.attempt(async () => {
        const cursors = this.cursors ?? [];
        const newEntries = await this.options.reader.read(cursors, readLimit);
        for (const { shard, entries } of newEntries) this.enqueue(cursors, shard, entries);
        await Promise.all(this.queues.map(({ length, end }) => (length > queueLimit ? end : undefined)));
      });
    }
  }

  private enqueue(cursors: number[], shard: number, entries: LogEntry[]): void {
    const queue = this.queues[shard];
    const last = entries.at(-1);
    const cursor = cursors[shard] ?? 0;
    if (!queue || !last) return;
    cursors[shard] = last.pubSeq;
    queue.length += entries.length;
    queue.end = queue.end.then(async () => {
      await this.handleAll(shard, cursor, entries);
      queue.length -= entries.length;
    });
  }

  private async handleAll(shard: number, cursor: number, entries: LogEntry[]): Promise<void> {
    let before = cursor;
    for (const { pubSeq, text } of entries) {
      if (before > 0 && pubSeq > before + 1) await this.gaps([{ domain: this.options.domain, shard, from: before + 1, to: pubSeq - 1 }]);
      await this.handle(shard, pubSeq, text);
      before = pubSeq;
    }
  }

  private async handle(shard: number, pubSeq: number, text: string): Promise<void> {
    const { concerns, isKnown } = this.options;
    if (!concerns(text) || isKnown(peekEnvelope(text).id ?? '')) return;
    try {
      const envelope = decodeEnvelope(this.options.domain, shard, pubSeq, text);
      await this.options.handle(envelope, { envelope });
    } catch (error) {
      // There is no transaction to repeat; clients find out by their own counters.
      this.options.logger.error('Handling an event failed', { domain: this.options.domain, shard, pubSeq, err: error });
    }
  }

  private async gaps(gaps: BroadcastGap[]): Promise<void> {
    for (const gap of gaps) {
      this.options.logger.warn('Events can no longer be read', { ...gap });
      try {
        await this.options.onGap(gap);
      } catch (error) {
        this.options.logger.error('Handling a gap of events failed', { ...gap, err: error });
      }
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.backoff.reset();
      this.outage.worked();
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.outage.failed(error);
      await this.backoff.wait(this.stopping.signal);
    }
  }
}

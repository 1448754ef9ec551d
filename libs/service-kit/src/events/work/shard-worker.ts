import type { EventLogger } from '../event-bus';
import { decodeEnvelope } from '../event-envelope';
import type { LogEntry } from '../event-log';
import type { EventTuning } from '../tuning';
import type { EntryHandler, ReceivedEntry } from './entry-handler';
import { Lull } from './lull';

export interface ShardWorkerOptions {
  domain: string;
  shard: number;
  handler: EntryHandler;
  /** Where the reader really stands, from the database. */
  position: () => Promise<number>;
  acknowledge: (shard: number, positions: number[]) => void;
  /** The queue has room again, or the worker wants to be rewound. */
  changed: () => void;
  tuning: Pick<EventTuning, 'batchSize' | 'queueLimit' | 'positionAfter' | 'positionEvery'>;
  logger: EventLogger;
}

/** An entry that waits; read once, however often the worker looks at it. */
interface Waiting extends LogEntry {
  received?: ReceivedEntry;
  concerns?: boolean;
}

/** Handles the entries of one shard, one after another. */
export class ShardWorker {
  private readonly stopping = new AbortController();
  private readonly lull: Lull;
  private queue: Waiting[] = [];
  private position = 0;
  private draining = false;
  /** Something came while the queue was being handled. */
  private again = false;
  private drained: Promise<void> = Promise.resolve();
  /** Entries must be read again from the position before any can be handled. */
  needsRewind = true;
  /** How often in a row the entry that must come next was not there. */
  holes = 0;
  /** Not before this time (of `performance.now()`) is it worth to rewind. */
  waitUntil = 0;
  /** Where it stood with nothing to do, although the stream went on, when it was last told its end. */
  private waitedAt: number | undefined;

  constructor(private readonly options: ShardWorkerOptions) {
    this.lull = new Lull(options.tuning.positionAfter, options.tuning.positionEvery, () => this.work());
  }

  get shard(): number {
    return this.options.shard;
  }

  /** What nobody wants counts as handled, although its position is not stored yet. */
  get handledUpTo(): number {
    return this.position + this.lull.entries;
  }

  get hasRoom(): boolean {
    return !this.needsRewind && this.queue.length < this.options.tuning.queueLimit;
  }

  /** Start again behind `position`; what was queued will be read again. */
  rewound(position: number): void {
    this.lull.end();
    this.queue = [];
    this.position = Math.max(this.position, position);
    this.needsRewind = false;
  }

  enqueue(entries: LogEntry[]): void {
    if (this.needsRewind) return;
    this.queue.push(...entries);
    this.work();
  }

  /**
   * Told now and then where the stream ends. Entries can have been delivered to a replica that no longer
   * holds the shard, and Redis does not deliver them a second time by itself.
   */
  lookAtEnd(last: number): void {
    const waits = last > this.position && this.queue.length === 0 && !this.draining && !this.needsRewind;
    const waitedBefore = this.waitedAt === this.position;
    this.waitedAt = waits && !waitedBefore ? this.position : undefined;
    // Once is no sign: the entries may be on their way.
    if (waits && waitedBefore) this.foundHole(last);
  }

  /** Ends after the entry at hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.lull.end();
    await this.drained;
  }

  private work(): void {
    this.again = true;
    if (this.draining || this.stopping.signal.aborted) return;
    this.draining = true;
    this.drained = this.drain();
  }

  private async drain(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.handleQueue();
      }
    } catch (error) {
      this.options.logger.error('Reading a stream failed', { shard: this.shard, err: error });
      this.waitUntil = performance.now() + 1_000;
      this.rewindNeeded();
    } finally {
      this.dropHandled();
      this.draining = false;
    }
  }

  private async handleQueue(): Promise<void> {
    while (!this.stopping.signal.aborted && !this.needsRewind) {
      this.dropHandled();
      const [first] = this.queue;
      if (!first) return;
      if (first.pubSeq > this.position + 1) return this.foundHole(first.pubSeq);
      this.holes = 0;
      const run = this.nextRun();
      if (this.mayWait(run)) return;
      const wasFull = !this.hasRoom;
      await this.handleBatch(run);
      this.lull.end();
      if (wasFull && this.hasRoom) this.options.changed();
    }
  }

  /** Entries that were delivered again after they had been handled. */
  private dropHandled(): void {
    const fresh = this.queue.findIndex(({ pubSeq }) => pubSeq > this.position);
    const handled = this.queue.splice(0, fresh === -1 ? this.queue.length : fresh);
    if (handled.length > 0) this.options.acknowledge(this.shard, handled.map(({ pubSeq }) => pubSeq));
  }

  private foundHole(found: number): void {
    this.holes += 1;
    const { domain, shard, logger } = this.options;
    logger.warn('Events are missing before the next one; reading again', { domain, shard, expected: this.position + 1, found });
    this.rewindNeeded();
  }

  /** A run that nobody wants is worth a transaction only when it is long, or when it has waited. */
  private mayWait(run: readonly ReceivedEntry[]): boolean {
    const isWanted = this.queue.slice(0, run.length).some(({ concerns }) => concerns);
    if (isWanted || run.length >= this.options.tuning.queueLimit / 2) return false;
    return this.lull.goesOn(run.length);
  }

  private async handleBatch([first, ...rest]: readonly ReceivedEntry[]): Promise<void> {
    if (!first) return;
    const outcome = await this.options.handler.handle([first, ...rest], this.stopping.signal);
    if (outcome === 'stopped') return;
    if (outcome === 'handled') this.position = first.envelope.pubSeq + rest.length;
    else await this.lookAgain();
  }

  /** Another replica moved the reader, or it was set back by hand. */
  private async lookAgain(): Promise<void> {
    try {
      this.position = await this.options.position();
    } catch (error) {
      this.options.logger.warn('Reading the position of a stream failed', { shard: this.shard, err: error });
      this.rewindNeeded();
    }
  }

  private rewindNeeded(): void {
    this.lull.end();
    this.queue = [];
    this.needsRewind = true;
    this.options.changed();
  }

  /** What comes next without a hole: up to a batch that handlers want, and everything between. */
  private nextRun(): ReceivedEntry[] {
    const run: ReceivedEntry[] = [];
    let wanted = 0;
    for (const entry of this.queue) {
      if (entry.pubSeq !== this.position + 1 + run.length || wanted === this.options.tuning.batchSize) break;
      run.push(this.read(entry));
      if (entry.concerns) wanted += 1;
    }
    return run;
  }

  private read(entry: Waiting): ReceivedEntry {
    if (entry.received) return entry.received;
    const { pubSeq, text } = entry;
    const envelope = decodeEnvelope(this.options.domain, this.shard, pubSeq, text);
    entry.concerns = this.options.handler.concerns(envelope);
    return (entry.received = { envelope, text });
  }
}

import type { EventLogger } from '../event-bus';
import type { LogEntry } from '../event-log';
import type { EventTuning } from '../tuning';
import type { EntryHandler } from './entry-handler';
import { IdleWindow } from './idle-window';
import { ReceivedEntry } from './received-entry';

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

/** Handles the entries of one shard, one after another. */
export class ShardWorker {
  private readonly stopping = new AbortController();
  private readonly idleWindow: IdleWindow;
  private queue: ReceivedEntry[] = [];
  private position = 0;
  private draining = false;
  /** Something came while the queue was being handled. */
  private again = false;
  private drained: Promise<void> = Promise.resolve();
  /** Entries must be read again from the position before any can be handled. */
  needsRewind = true;
  /** What it has now came from the owner's outbox; the stream is read again when that is done. */
  private refilling = false;
  /** How often in a row the entry that must come next was not there. */
  holes = 0;
  /** The stream no longer had what must come next, and its owner was asked. */
  isBehind = false;
  /** Not before this time (of `performance.now()`) is it worth to rewind. */
  waitUntil = 0;
  /** Where it stood with nothing to do, although the stream went on, when it last learned its end. */
  private waitedAt: number | undefined;

  constructor(private readonly options: ShardWorkerOptions) {
    this.idleWindow = new IdleWindow(options.tuning.positionAfter, options.tuning.positionEvery, () => this.work());
  }

  get shard(): number {
    return this.options.shard;
  }

  /** Events without a handler count as handled, although their position is not stored yet. */
  get handledUpTo(): number {
    return this.position + this.idleWindow.entries;
  }

  get hasRoom(): boolean {
    return !this.needsRewind && !this.refilling && this.queue.length < this.options.tuning.queueLimit;
  }

  /** Start again behind `position`; what was queued will be read again. */
  rewound(position: number): void {
    this.idleWindow.end();
    this.queue = [];
    this.position = Math.max(this.position, position);
    this.needsRewind = false;
    this.refilling = false;
    this.isBehind = false;
  }

  /** Start again behind `position` with entries that the stream no longer has. */
  refill(position: number, entries: LogEntry[]): void {
    this.rewound(position);
    this.refilling = true;
    this.isBehind = true;
    this.enqueue(entries);
  }

  enqueue(entries: LogEntry[]): void {
    if (this.needsRewind) return;
    const { domain, handler } = this.options;
    for (const entry of entries) this.queue.push(new ReceivedEntry(domain, this.shard, entry, handler.concerns(entry.text)));
    this.work();
  }

  /**
   * Called now and then with the end of the stream. Entries can have been delivered to a replica that no longer
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
    this.idleWindow.end();
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
      if (!first) return this.refilling ? this.rewindNeeded() : undefined;
      if (first.pubSeq > this.position + 1) return this.foundHole(first.pubSeq);
      this.holes = 0;
      const run = this.nextRun();
      if (this.mayWait(run)) return;
      const wasFull = !this.hasRoom;
      await this.handleBatch(run);
      this.idleWindow.end();
      if (wasFull && this.hasRoom) this.options.changed();
    }
  }

  /** Entries that were delivered again after they had been handled. */
  private dropHandled(): void {
    const fresh = this.queue.findIndex(({ pubSeq }) => pubSeq > this.position);
    const handled = this.queue.splice(0, fresh === -1 ? this.queue.length : fresh);
    if (handled.length > 0)
      this.options.acknowledge(
        this.shard,
        handled.map(({ pubSeq }) => pubSeq),
      );
  }

  private foundHole(found: number): void {
    this.holes += 1;
    const { domain, shard, logger } = this.options;
    logger.warn('Events are missing before the next one; reading again', { domain, shard, expected: this.position + 1, found });
    this.rewindNeeded();
  }

  /** A run of events without a handler is worth a transaction only when it is long, or when it has waited. */
  private mayWait(run: readonly ReceivedEntry[]): boolean {
    const isWanted = run.some(({ concerns }) => concerns);
    if (isWanted || this.refilling || run.length >= this.options.tuning.queueLimit / 2) return false;
    return this.idleWindow.goesOn(run.length);
  }

  private async handleBatch([first, ...rest]: readonly ReceivedEntry[]): Promise<void> {
    if (!first) return;
    const outcome = await this.options.handler.handle([first, ...rest], this.stopping.signal);
    if (outcome === 'stopped') return;
    if (outcome === 'handled') this.position = first.pubSeq + rest.length;
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
    this.idleWindow.end();
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
      run.push(entry);
      if (entry.concerns) wanted += 1;
    }
    return run;
  }
}

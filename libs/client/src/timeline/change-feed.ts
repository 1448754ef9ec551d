import type { Changes, MessagesChanged } from '@hallway/contracts-messages';

import { isRetryable } from '../http/client-problem.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';

/** Who follows a feed: it knows how far it is, and takes what comes. */
export interface FeedReader {
  /** The `rev` up to which everything is applied. */
  rev(): number;
  /** Applies what follows without a hole; `true` when the event shows a gap. */
  apply(event: MessagesChanged): boolean;
  /** Applies all answers of one catch-up at once. */
  merge(pages: readonly Changes[]): void;
  /** Too much was missed: start afresh. `rev` is lower than {@link rev} when the server has gone back to an older backup. */
  reset(rev: number): Promise<void>;
  catchingUp?(running: boolean): void;
  failed?(error: unknown): void;
}

export interface FeedOptions {
  changes(since: number): Promise<Changes>;
  clock: Clock;
  backoff: BackoffLimits;
}

/** Older events than these are dropped during a catch-up; if they were still needed, the next gap says so. */
const mostHeld = 500;

/**
 * Follows the changes of one conversation by the sync rule. At a gap it holds
 * live events, fetches what is missing until there is no more, and goes on.
 */
export class ChangeFeed {
  /** The highest `rev` that is known to be committed. */
  seen = 0;
  private held: MessagesChanged[] = [];
  private paused = false;
  private running: Promise<void> | null = null;
  private wake: () => void = () => undefined;
  private generation = 0;

  constructor(
    private readonly reader: FeedReader,
    private readonly options: FeedOptions,
  ) {}

  push(event: MessagesChanged): void {
    for (const change of event.events) this.seen = Math.max(this.seen, change.rev);
    if (this.paused || this.running) return this.hold(event);
    if (!this.reader.apply(event)) return;
    this.hold(event);
    void this.catchUp();
  }

  /** Everything up to `rev` exists; fetches what of it is missing, now. */
  resync(rev: number): void {
    this.seen = Math.max(this.seen, rev);
    this.wake();
    if (!this.paused && this.reader.rev() < this.seen) void this.catchUp();
  }

  /** Holds events until {@link resume}. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.drain();
  }

  /** Forgets everything. */
  stop(): void {
    this.generation += 1;
    this.held = [];
    this.paused = false;
    this.running = null;
    this.wake();
  }

  /** Fetches what is missing. Never rejects: it tries until it succeeds, is refused, or is stopped. */
  catchUp(): Promise<void> {
    this.running ??= this.run(this.generation);
    return this.running;
  }

  private async run(generation: number): Promise<void> {
    this.reader.catchingUp?.(true);
    for (let failures = 1; ; failures += 1) {
      try {
        await this.fetch(generation);
        break;
      } catch (error) {
        if (generation !== this.generation) return;
        this.reader.failed?.(error);
        if (!isRetryable(error)) {
          this.held = [];
          break;
        }
        await this.sleep(backoffDelay(failures, this.options.backoff));
      }
      if (generation !== this.generation) return;
    }
    if (generation !== this.generation) return;
    this.running = null;
    this.reader.catchingUp?.(false);
    if (!this.paused) this.drain();
  }

  private async fetch(generation: number): Promise<void> {
    const pages: Changes[] = [];
    let since = this.reader.rev();
    for (;;) {
      const page = await this.options.changes(since);
      if (generation !== this.generation) return;
      if (page.reset) return this.reset(page.rev, since);
      pages.push(page);
      if (!page.more || page.rev <= since) break;
      since = page.rev;
    }
    this.reader.merge(pages);
  }

  private reset(rev: number, since: number): Promise<void> {
    this.seen = rev < since ? rev : Math.max(rev, this.seen);
    return this.reader.reset(this.seen);
  }

  private drain(): void {
    const held = this.held;
    this.held = [];
    for (const event of held) this.push(event);
  }

  private hold(event: MessagesChanged): void {
    this.held.push(event);
    if (this.held.length > mostHeld) this.held.shift();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.after(ms, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

import type { Changes, Message, MessagesChanged, MessageWindow } from '@hallway/contracts-messages';

import type { BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import { ChangeFeed, type FeedReader } from './change-feed.ts';
import { freshen, mergePage } from './merge-page.ts';
import { applyChanges, later, reduceTimeline } from './reduce-timeline.ts';
import { type Anchor, revOf, type TimelineWindow, windowOf } from './timeline-window.ts';

/** `gone` when the user is no longer in the conversation. */
export type TimelineStatus = 'idle' | 'loading' | 'ready' | 'failed' | 'gone';

export interface TimelineState {
  status: TimelineStatus;
  window: TimelineWindow;
  loadingBefore: boolean;
  loadingAfter: boolean;
  /** Are changes missing that are being fetched? */
  catchingUp: boolean;
  /** Why the last load failed. */
  error: unknown;
}

/** What a timeline asks of the server, and knows from the list of conversations. */
export interface TimelineSource {
  window(conversationId: string, query: { before?: number; after?: number; around?: number; limit: number }): Promise<MessageWindow>;
  changes(conversationId: string, since: number): Promise<Changes>;
  /** What the conversation's counters are known to be. */
  known(conversationId: string): { rev: number; lastSeq: number };
  /** The end of the conversation as an earlier visit has seen it. */
  kept?(conversationId: string): Promise<TimelineWindow | undefined>;
}

export interface TimelineOptions {
  source: TimelineSource;
  clock: Clock;
  notifier: Notifier;
  backoff: BackoffLimits;
  pageSize?: number;
  /** Called after each change of the window, before subscribers are notified. */
  onWindow?: (timeline: Timeline) => void;
}

/** A message of one's own, acknowledged before its event arrives, waits this long for it. */
const acknowledgedGraceMs = 500;

/** The live window on one conversation. */
export class Timeline implements Observable<TimelineState> {
  private readonly store: Store<TimelineState>;
  private readonly feed: ChangeFeed;
  private readonly pageSize: number;
  private anchor: Anchor = 'end';
  private load = 0;
  private before: Promise<void> | null = null;
  private after: Promise<void> | null = null;
  private cancelGrace: () => void = () => undefined;
  /** For each page on its way: the changes applied until it arrives, by `seq`. */
  private readonly passed = new Set<Map<number, Message>>();

  constructor(
    readonly conversationId: string,
    private readonly options: TimelineOptions,
  ) {
    this.pageSize = options.pageSize ?? 50;
    this.store = new Store<TimelineState>(this.emptyState('idle'), options.notifier);
    this.feed = new ChangeFeed(this.reader(), {
      changes: (since) => options.source.changes(conversationId, since),
      clock: options.clock,
      backoff: options.backoff,
    });
  }

  readonly getSnapshot = (): TimelineState => this.store.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  get window(): TimelineWindow {
    return this.getSnapshot().window;
  }

  get ready(): boolean {
    return this.getSnapshot().status === 'ready';
  }

  /** Does anybody look at it? */
  get watched(): boolean {
    return this.store.watched;
  }

  /** Loads the newest messages unless something is loaded or on its way. */
  async open(): Promise<void> {
    const { status } = this.getSnapshot();
    if (status === 'idle' && (await this.openKept())) return;
    if (status === 'idle' || status === 'failed') await this.loadNewest();
  }

  /** Shows the end of the conversation. */
  loadNewest(): Promise<void> {
    this.anchor = 'end';
    if (this.ready && this.window.atLive) return Promise.resolve();
    return this.replace();
  }

  /** Shows the messages around `seq`: from the window, or in place of it. */
  jumpTo(seq: number): Promise<void> {
    this.anchor = seq;
    if (this.ready && seq >= this.window.first && seq <= this.window.last) return Promise.resolve();
    return this.replace();
  }

  /** Adds the page before the first message. Calls while one is on its way share it. */
  loadBefore(): Promise<void> {
    if (!this.ready || this.window.atOldest) return Promise.resolve();
    this.before ??= this.extend('before').finally(() => {
      this.before = null;
    });
    return this.before;
  }

  /** Adds the page after the last message. */
  loadAfter(): Promise<void> {
    if (!this.ready || this.window.atLive) return Promise.resolve();
    this.after ??= this.extend('after').finally(() => {
      this.after = null;
    });
    return this.after;
  }

  /** Says what the reader looks at: it is never trimmed away, and a reload comes back to it. */
  setAnchor(anchor: Anchor): void {
    this.anchor = anchor;
  }

  /** Takes a live event. */
  apply(event: MessagesChanged): void {
    const { status } = this.getSnapshot();
    if (status === 'ready' || status === 'loading') this.feed.push(event);
  }

  /** Takes the answer to a send of one's own, which may be here before the events that precede it. */
  acknowledge(message: Message): void {
    if (!this.ready || message.rev <= this.window.rev) return;
    if (message.rev === this.window.rev + 1) {
      return this.apply({ conversationId: this.conversationId, events: [{ rev: message.rev, kind: 'created', message }] });
    }
    this.cancelGrace();
    this.cancelGrace = this.options.clock.after(acknowledgedGraceMs, () => this.feed.resync(message.rev));
  }

  /** Is it certain that nothing will bring this message into view: because it is there, or is not looked at? */
  covers(message: Message): boolean {
    return !this.ready || !this.window.atLive || this.window.rev >= message.rev;
  }

  /** After a reconnect: fetches what is missing up to `rev`, and repeats a load that failed. */
  resync(rev: number): void {
    const { status } = this.getSnapshot();
    if (status === 'ready') this.feed.resync(rev);
    // The failure is in the state; who asked first has had it as well.
    if (status === 'failed' && this.watched) this.replace().catch(() => undefined);
  }

  /** Drops everything, such as when it was not shown for long, or the user has left. */
  unload(status: 'idle' | 'gone' = 'idle'): void {
    this.load += 1;
    this.anchor = 'end';
    this.feed.stop();
    this.cancelGrace();
    this.store.set(this.emptyState(status));
  }

  /** The user is in the conversation again: it can be opened like any other. */
  revive(): void {
    if (this.getSnapshot().status === 'gone') this.unload();
  }

  private reader(): FeedReader {
    return {
      rev: () => this.window.rev,
      apply: (event) => {
        const { window, gap } = reduceTimeline(this.window, event, this.anchor);
        this.notePassed(event.events.map((change) => change.message));
        this.setWindow(window);
        return gap !== undefined;
      },
      merge: (pages) => {
        this.notePassed(pages.flatMap((page) => page.items));
        this.setWindow(applyChanges(this.window, pages, this.anchor));
      },
      reset: (rev) => this.replace(rev),
      catchingUp: (catchingUp) => this.patch({ catchingUp }),
      failed: (error) => this.patch({ error }),
    };
  }

  /** Shows what an earlier visit has left, and what has changed since as soon as it is known. */
  private async openKept(): Promise<boolean> {
    const load = ++this.load;
    this.patch({ status: 'loading', error: null });
    this.feed.pause();
    const window = await this.options.source.kept?.(this.conversationId);
    // The user has jumped elsewhere since, or left.
    if (load !== this.load) return true;
    if (!window) return false;
    this.patch({ status: 'ready' });
    this.setWindow(window);
    this.feed.resume();
    this.feed.resync(this.known().rev);
    return true;
  }

  /** Loads the window anew where the reader is. After a reset, `rev` is how far the feed is, be it further or back. */
  private async replace(resetRev?: number): Promise<void> {
    const load = ++this.load;
    const first = !this.ready;
    if (first) this.feed.pause();
    this.patch({ status: first ? 'loading' : 'ready', error: null });
    const back = resetRev !== undefined && resetRev < this.window.rev;
    const known = back ? { rev: resetRev, lastSeq: 0 } : this.known();
    try {
      const { page, rev } = await this.fetch(this.anchor === 'end' ? {} : { around: this.anchor }, known.rev);
      if (load !== this.load) return;
      const passed = back ? { rev: 0, newest: 0 } : this.window;
      const window = windowOf(this.conversationId, page, { rev: Math.max(rev, passed.rev), newest: Math.max(known.lastSeq, passed.newest) });
      this.patch({ status: 'ready' });
      this.setWindow(window);
      if (first) this.feed.resume();
    } catch (error) {
      if (load === this.load) this.patch({ status: first ? 'failed' : 'ready', error });
      throw error;
    }
  }

  private async extend(side: 'before' | 'after'): Promise<void> {
    const load = this.load;
    const loading = side === 'before' ? 'loadingBefore' : 'loadingAfter';
    this.patch({ [loading]: true, error: null });
    try {
      const { page } = await this.fetch(side === 'before' ? { before: this.window.first } : { after: this.window.last }, 0);
      if (load === this.load) this.setWindow(mergePage(this.window, page, side));
    } catch (error) {
      if (load === this.load) this.patch({ error });
      throw error;
    } finally {
      this.patch({ [loading]: false });
    }
  }

  /** A page, brought up to what was applied while it was on its way. */
  private async fetch(where: { before?: number; after?: number; around?: number }, knownRev: number): Promise<{ page: MessageWindow; rev: number }> {
    const passed = new Map<number, Message>();
    this.passed.add(passed);
    try {
      const page = await this.options.source.window(this.conversationId, { ...where, limit: this.pageSize });
      return { page: freshen(page, passed), rev: revOf(page, knownRev) };
    } finally {
      this.passed.delete(passed);
    }
  }

  private known(): { rev: number; lastSeq: number } {
    const known = this.options.source.known(this.conversationId);
    return { rev: Math.max(known.rev, this.feed.seen), lastSeq: known.lastSeq };
  }

  private notePassed(messages: readonly Message[]): void {
    for (const passed of this.passed) {
      for (const message of messages) passed.set(message.seq, later(passed.get(message.seq) ?? message, message));
    }
  }

  private setWindow(window: TimelineWindow): void {
    if (window === this.window) return;
    this.patch({ window });
    this.options.onWindow?.(this);
  }

  private patch(changes: Partial<TimelineState>): void {
    this.store.set({ ...this.getSnapshot(), ...changes });
  }

  private emptyState(status: TimelineStatus): TimelineState {
    // Nothing is known of it yet; above all not that a message exists.
    const window = { ...windowOf(this.conversationId, { items: [], hasBefore: true, hasAfter: false }, { rev: 0, newest: 0 }), atLive: false };
    return { status, window, loadingBefore: false, loadingAfter: false, catchingUp: false, error: null };
  }
}

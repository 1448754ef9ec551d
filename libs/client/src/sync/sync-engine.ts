import { messageLimits, type SyncEntry, type SyncResult } from '@hallway/contracts-messages';

import type { Conversations } from '../conversations/conversations.ts';
import { isRetryable } from '../http/client-problem.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import type { Connection } from '../socket/connection.ts';
import type { Timelines } from '../timeline/timelines.ts';
import { resync } from './resync.ts';

export interface SyncState {
  /** `syncing` from a (re)connect until nothing is missing any more. */
  status: 'idle' | 'syncing' | 'live';
  /** When it was last live, in milliseconds since the epoch. */
  syncedAt: number | null;
}

/** What follows conversations besides the timelines. */
export interface SyncFollower {
  /** How far it is; `undefined` when it does not follow this conversation. */
  rev(conversationId: string): number | undefined;
  resync(conversationId: string, rev: number): void;
}

export interface SyncOptions {
  connection: Connection;
  conversations: Conversations;
  timelines: Timelines;
  followers: ReadonlySet<SyncFollower>;
  clock: Clock;
  notifier: Notifier;
  backoff: BackoffLimits;
  /** Called with the result, after it was applied. */
  synced?: (result: SyncResult) => void;
}

/** After each (re)connect: asks once what has changed, and fetches it for what is open. */
export class SyncEngine implements Observable<SyncState> {
  private readonly store: Store<SyncState>;
  private run = 0;
  private failures = 0;
  private cancelRetry: () => void = () => undefined;

  constructor(private readonly options: SyncOptions) {
    this.store = new Store<SyncState>({ status: 'idle', syncedAt: null }, options.notifier);
    options.connection.onUp(() => {
      this.failures = 0;
      void this.sync();
    });
  }

  readonly getSnapshot = (): SyncState => this.store.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  reset(): void {
    this.run += 1;
    this.cancelRetry();
    this.store.set({ status: 'idle', syncedAt: null });
  }

  /** Runs by itself on connect; a later run replaces an earlier one. */
  async sync(): Promise<void> {
    const run = ++this.run;
    this.cancelRetry();
    this.store.set({ ...this.getSnapshot(), status: 'syncing' });
    try {
      if (!this.options.conversations.getSnapshot().loaded) await this.options.conversations.load();
      const known = this.entries();
      const result = await this.ask(known);
      if (run !== this.run) return;
      await this.take(result, new Map(known.map(({ id, rev }) => [id, rev])));
      if (run === this.run) this.store.set({ status: 'live', syncedAt: this.options.clock.now() });
    } catch (error) {
      if (run !== this.run || !this.options.connection.online) return;
      this.failures += 1;
      const again = isRetryable(error) ? backoffDelay(this.failures, this.options.backoff) : this.options.backoff.mostMs;
      this.cancelRetry = this.options.clock.after(again, () => void this.sync());
    }
  }

  private async ask(known: readonly SyncEntry[]): Promise<SyncResult> {
    const ids = new Set(known.map(({ id }) => id));
    const total: SyncResult = { changed: [], joined: [], left: [] };
    for (let from = 0; from === 0 || from < known.length; from += messageLimits.syncConversations) {
      const conversations = known.slice(from, from + messageLimits.syncConversations).map((entry) => this.withMarks(entry));
      const { changed, joined, left } = await this.options.connection.emit('sync', { conversations });
      total.changed.push(...changed);
      total.left.push(...left);
      // Every batch calls those of the other batches joined.
      if (from === 0) total.joined.push(...joined.filter((id) => !ids.has(id)));
    }
    return total;
  }

  /** What is known, each with the `rev` of the one who is furthest behind. */
  private entries(): SyncEntry[] {
    return [...this.options.conversations.getSnapshot().byId.values()].map(({ id, rev }) => {
      const timeline = this.options.timelines.peek(id);
      const revs = [...this.options.followers].map((follower) => follower.rev(id) ?? rev);
      return { id, rev: Math.min(rev, timeline?.ready ? timeline.window.rev : rev, ...revs) };
    });
  }

  /** Where something is unread, the read mark is asked for too: it may have moved elsewhere without any change of the timeline. */
  private withMarks({ id, rev }: SyncEntry): SyncEntry {
    const unread = this.options.conversations.get(id)?.unread ?? 0;
    return { id, rev: unread > 0 ? Math.max(0, rev - 1) : rev };
  }

  /** `asked` is the `rev` of each conversation that was known. */
  private async take({ changed, joined, left }: SyncResult, asked: ReadonlyMap<string, number>): Promise<void> {
    const { conversations, timelines } = this.options;
    const readElsewhere = changed.filter(({ id, readSeq }) => readSeq > (conversations.get(id)?.readSeq ?? 0));
    const news = changed.filter(({ id, rev }) => rev !== asked.get(id));
    conversations.apply({ type: 'synced', result: { changed, joined, left } });
    for (const id of left) timelines.peek(id)?.unload('gone');
    for (const { id, rev } of news) resync(this.options, id, rev);
    for (const timeline of timelines.loaded()) timeline.resync(conversations.get(timeline.conversationId)?.rev ?? 0);
    const ids = new Set([...news, ...readElsewhere].map(({ id }) => id).concat(joined));
    for (const id of left) ids.delete(id);
    await conversations.refresh([...ids]);
    this.options.synced?.({ changed: news, joined, left });
  }
}

import { messageLimits, type SyncEntry, type SyncResult } from '@hallway/contracts-messages';
import type { Conversations } from '../conversations/conversations';
import { isRetryable } from '../http/client-problem';
import { backoffDelay, type Backoff } from '../platform/backoff';
import type { Clock } from '../platform/clock';
import { Store, type Notifier, type Observable } from '../platform/store';
import type { Connection } from '../socket/connection';
import type { Timelines } from '../timeline/timelines';
import { resync } from './resync';

export interface SyncState {
  /** `syncing` from a (re)connect until nothing is missing any more. */
  status: 'idle' | 'syncing' | 'live';
  /** When it was last live, in milliseconds since the epoch. */
  syncedAt: number | null;
}

/** Somebody who follows conversations besides the timelines. */
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
  backoff: Backoff;
  /** Told of the result, after it was applied. */
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
      const result = await this.ask();
      if (run !== this.run) return;
      await this.take(result);
      if (run === this.run) this.store.set({ status: 'live', syncedAt: this.options.clock.now() });
    } catch (error) {
      if (run !== this.run || !this.options.connection.online) return;
      this.failures += 1;
      const again = isRetryable(error) ? backoffDelay(this.failures, this.options.backoff) : this.options.backoff.mostMs;
      this.cancelRetry = this.options.clock.after(again, () => void this.sync());
    }
  }

  private async ask(): Promise<SyncResult> {
    const known = this.entries();
    const ids = new Set(known.map(({ id }) => id));
    const total: SyncResult = { changed: [], joined: [], left: [] };
    for (let from = 0; from === 0 || from < known.length; from += messageLimits.syncConversations) {
      const conversations = known.slice(from, from + messageLimits.syncConversations);
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

  private async take(result: SyncResult): Promise<void> {
    const { conversations, timelines } = this.options;
    // Only these can be stale without a change of the timeline: they may have been read elsewhere.
    const unread = [...conversations.getSnapshot().byId.values()].filter((conversation) => conversation.unread > 0);
    conversations.apply({ type: 'synced', result });
    for (const id of result.left) timelines.peek(id)?.unload('gone');
    for (const { id, rev } of result.changed) resync(this.options, id, rev);
    for (const timeline of timelines.loaded()) timeline.resync(conversations.get(timeline.conversationId)?.rev ?? 0);
    const left = new Set(result.left);
    const ids = [...result.changed, ...unread].map(({ id }) => id).concat(result.joined);
    await conversations.refresh(ids.filter((id) => !left.has(id)));
    this.options.synced?.(result);
  }
}

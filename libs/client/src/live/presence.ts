import type { PresenceStatus } from '@hallway/contracts-realtime';

import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import type { Notifier, Observable } from '../platform/store.ts';
import type { Connection } from '../socket/connection.ts';
import { KeyedStores } from './keyed-stores.ts';

export interface PresenceState {
  /** `unknown` while it is not watched, and until the server has answered. */
  status: PresenceStatus | 'unknown';
  lastSeenAt: string | null;
}

const unknown: PresenceState = { status: 'unknown', lastSeenAt: null };
/** Rows come and go while the user scrolls: the server gets one update. */
const collectMs = 200;
/** The server's limit. */
const mostWatched = 500;

/** Who is online, of those who are watched. */
export class PresenceWatcher {
  private readonly stores: KeyedStores<PresenceState>;
  private readonly watched = new Map<string, number>();
  private cancel: (() => void) | null = null;
  private failures = 0;

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly backoff: BackoffLimits,
    notifier: Notifier,
  ) {
    this.stores = new KeyedStores(unknown, notifier);
    connection.on('user:online', ({ userId, lastSeenAt }) => this.stores.set(userId, { status: 'online', lastSeenAt }));
    connection.on('user:offline', ({ userId, lastSeenAt }) => this.stores.set(userId, { status: 'offline', lastSeenAt }));
    connection.onUp(() => this.scheduleWatch(0));
  }

  /** The presence of one user; {@link watch} keeps it true. */
  of(userId: string): Observable<PresenceState> {
    return this.stores.of(userId);
  }

  /** Follows these users until the result is called. */
  watch(userIds: readonly string[]): () => void {
    for (const id of userIds) this.watched.set(id, (this.watched.get(id) ?? 0) + 1);
    this.scheduleWatch(collectMs);
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      for (const id of userIds) this.release(id);
      this.scheduleWatch(collectMs);
    };
  }

  reset(): void {
    this.cancel?.();
    this.cancel = null;
    this.stores.reset();
  }

  private release(id: string): void {
    const count = (this.watched.get(id) ?? 0) - 1;
    if (count > 0) this.watched.set(id, count);
    else this.watched.delete(id);
  }

  private scheduleWatch(ms: number): void {
    if (this.cancel) return;
    this.cancel = this.clock.after(ms, () => {
      this.cancel = null;
      void this.sendWatch();
    });
  }

  private async sendWatch(): Promise<void> {
    if (!this.connection.online) return;
    // The latest come first: they are what is on screen.
    const userIds = [...this.watched.keys()].slice(-mostWatched);
    try {
      const states = await this.connection.emit('presence:watch', { userIds });
      this.failures = 0;
      for (const { userId, status, lastSeenAt } of states) this.stores.set(userId, { status, lastSeenAt });
    } catch {
      // Offline, it is sent again on connect; refused, a little later.
      this.failures += 1;
      if (this.connection.online) this.scheduleWatch(backoffDelay(this.failures, this.backoff));
    }
  }
}

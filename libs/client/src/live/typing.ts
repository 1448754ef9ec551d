import type { TypingChanged } from '@hallway/contracts-realtime';

import type { Clock } from '../platform/clock.ts';
import type { Notifier, Observable } from '../platform/store.ts';
import type { Connection } from '../socket/connection.ts';
import { KeyedStores } from './keyed-stores.ts';

/** A hint lasts this long at most, however wrong one of the clocks is. */
const longestMs = 10_000;
const shortestMs = 1_000;
/** While the user types on, it is sent again after this long. */
const repeatMs = 3_000;

const noUser: readonly string[] = [];

/** Who is typing where. */
export class Typing {
  private readonly stores: KeyedStores<readonly string[]>;
  private readonly expiries = new Map<string, () => void>();
  private readonly sentAt = new Map<string, number>();

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    notifier: Notifier,
  ) {
    this.stores = new KeyedStores(noUser, notifier);
    connection.on('typing', (change) => this.changed(change));
  }

  /** Ids of the users who are typing in a conversation, first come first. */
  of(conversationId: string): Observable<readonly string[]> {
    return this.stores.of(conversationId);
  }

  /** Call it at each keystroke; it is sent now and then. */
  start(conversationId: string): void {
    const now = this.clock.now();
    if (now - (this.sentAt.get(conversationId) ?? -Infinity) < repeatMs) return;
    this.sentAt.set(conversationId, now);
    this.send('typing:start', conversationId);
  }

  /** Call it when the text was sent or cleared. */
  stop(conversationId: string): void {
    if (this.sentAt.delete(conversationId)) this.send('typing:stop', conversationId);
  }

  reset(): void {
    for (const cancel of this.expiries.values()) cancel();
    this.expiries.clear();
    this.sentAt.clear();
    this.stores.reset();
  }

  private changed({ conversationId, userId, typing, expiresAt }: TypingChanged): void {
    const key = `${conversationId} ${userId}`;
    this.expiries.get(key)?.();
    this.expiries.delete(key);
    const others = this.stores.get(conversationId).filter((id) => id !== userId);
    if (!typing) return this.stores.set(conversationId, others.length > 0 ? others : noUser);
    const known = this.stores.get(conversationId);
    if (!known.includes(userId)) this.stores.set(conversationId, [...known, userId]);
    const lasts = Math.min(Math.max(Date.parse(expiresAt) - this.clock.now(), shortestMs), longestMs);
    const expire = () => this.changed({ conversationId, userId, typing: false, expiresAt });
    this.expiries.set(key, this.clock.after(lasts, expire, { background: true }));
  }

  private send(event: 'typing:start' | 'typing:stop', conversationId: string): void {
    // A hint that is lost is not worth a word.
    this.connection.emit(event, { conversationId }).catch(() => undefined);
  }
}

import { KeyedStores } from '../live/keyed-stores.ts';
import type { Notifier, Observable } from '../platform/store.ts';

/** How far the files of waiting messages are, each by its message and its place in it. */
export class UploadProgress {
  private readonly stores: KeyedStores<number | null>;
  /** The files of each message that have been reported. */
  private readonly reported = new Map<string, Set<string>>();

  constructor(notifier: Notifier) {
    this.stores = new KeyedStores<number | null>(null, notifier);
  }

  /** From 0 to 1 while the bytes are on their way; `null` before and after that, and in the tabs that do not send. */
  of(clientMessageId: string, index: number): Observable<number | null> {
    return this.stores.of(keyOf(clientMessageId, index));
  }

  report(clientMessageId: string, index: number, share: number): void {
    const key = keyOf(clientMessageId, index);
    const reported = this.reported.get(clientMessageId) ?? new Set();
    this.reported.set(clientMessageId, reported.add(key));
    this.stores.set(key, Math.min(1, Math.max(0, share)));
  }

  /** Nothing of this message is on its way any more. */
  clear(clientMessageId: string): void {
    for (const key of this.reported.get(clientMessageId) ?? []) this.stores.forget(key);
    this.reported.delete(clientMessageId);
  }
}

function keyOf(clientMessageId: string, index: number): string {
  return `${clientMessageId} ${index}`;
}

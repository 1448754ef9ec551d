import { type Notifier, type Observable, Store } from '../platform/store.ts';

/** One small store per key, so that a listener is notified only of what it looks at. */
export class KeyedStores<T> {
  private readonly stores = new Map<string, Store<T>>();

  constructor(
    private readonly initial: T,
    private readonly notifier: Notifier,
  ) {}

  /** The same object for the same key. */
  of(key: string): Observable<T> {
    return this.store(key);
  }

  get(key: string): T {
    return this.stores.get(key)?.getSnapshot() ?? this.initial;
  }

  set(key: string, value: T): void {
    this.store(key).set(value);
  }

  /** Puts one store back to its first value, and drops it unless it has subscribers. */
  forget(key: string): void {
    const store = this.stores.get(key);
    store?.set(this.initial);
    if (store && !store.watched) this.stores.delete(key);
  }

  /** Puts every store back to its first value; listeners stay. */
  reset(): void {
    for (const store of this.stores.values()) store.set(this.initial);
  }

  private store(key: string): Store<T> {
    const store = this.stores.get(key) ?? new Store(this.initial, this.notifier);
    this.stores.set(key, store);
    return store;
  }
}

/** A value that can be watched. It has the shape of React's `useSyncExternalStore`. */
export interface Observable<T> {
  getSnapshot(): T;
  /** Calls `listener` after each change; the result ends that. */
  subscribe(listener: () => void): () => void;
}

/** Decides when listeners are notified of changes, such as once per animation frame. */
export type Schedule = (flush: () => void) => void;

/** Collects changed stores and notifies their listeners together. */
export class Notifier {
  private readonly pending = new Set<() => void>();
  private scheduled = false;

  constructor(private readonly schedule: Schedule = (flush) => queueMicrotask(flush)) {}

  add(notify: () => void): void {
    this.pending.add(notify);
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => this.flush());
  }

  private flush(): void {
    this.scheduled = false;
    const pending = [...this.pending];
    this.pending.clear();
    for (const notify of pending) notify();
  }
}

/** The snapshot changes at once; listeners are called when the notifier says so. */
export class Store<T> implements Observable<T> {
  private readonly listeners = new Set<() => void>();

  constructor(
    private value: T,
    private readonly notifier: Notifier,
  ) {}

  readonly getSnapshot = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Its own function, so that the same listener may subscribe twice.
    const entry = () => listener();
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  };

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.notifier.add(this.notify);
  }

  private readonly notify = (): void => {
    for (const listener of [...this.listeners]) listener();
  };
}

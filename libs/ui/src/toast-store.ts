/** One short notice that floats above the page for a while. */
export interface Toast {
  id: number;
  kind: 'info' | 'success' | 'danger';
  text: string;
  action?: { label: string; run: () => void };
  /** Milliseconds until it goes by itself; null stays. */
  durationMs: number | null;
}

/** What a caller says about a toast. */
export interface ToastRequest {
  text: string;
  kind?: Toast['kind'];
  action?: Toast['action'];
  durationMs?: number | null;
}

const maxToasts = 3;

/** The toasts on the page. Lives outside React so that any code can show one. */
export class ToastStore {
  private toasts: readonly Toast[] = [];
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  /** Shows a toast and gives its id; the oldest goes when there are too many. */
  show({ text, kind = 'info', action, durationMs = defaultDuration(kind, action) }: ToastRequest): number {
    this.lastId += 1;
    this.set([...this.toasts, { id: this.lastId, kind, text, action, durationMs }].slice(-maxToasts));
    return this.lastId;
  }

  /** Takes a toast away; does nothing when it has gone already. */
  dismiss(id: number): void {
    if (this.toasts.some((toast) => toast.id === id)) {
      this.set(this.toasts.filter((toast) => toast.id !== id));
    }
  }

  /** Takes all of them away. */
  clear(): void {
    this.set([]);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Toast[] => this.toasts;

  private set(toasts: readonly Toast[]): void {
    this.toasts = toasts;
    this.listeners.forEach((listener) => listener());
  }
}

/** What went wrong stays until it was seen; what can be undone stays longer. */
function defaultDuration(kind: Toast['kind'], action: Toast['action']): number | null {
  if (kind === 'danger') {
    return null;
  }
  return action ? 10_000 : 6_000;
}

/** Time and timers as a port, so that tests can drive them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Runs `task` once after `ms`; the result cancels it. A background timer
   * does not keep a Node process alive.
   */
  after(ms: number, task: () => void, options?: { background?: boolean }): () => void;
}

/** setTimeout's longest delay; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task, options) => {
    const timer: unknown = setTimeout(task, Math.min(Math.max(0, ms), longestDelay));
    if (options?.background) unref(timer);
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
  },
};

function unref(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null || !('unref' in timer)) return;
  if (typeof timer.unref === 'function') timer.unref();
}

import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Give up after this long; 20 s unless said, which a busy machine may need. */
  timeoutMs?: number;
  /** Pause between two tries; 20 ms unless said. */
  everyMs?: number;
}

/**
 * Repeats the check until it neither throws nor answers `false`, and gives back its answer.
 * When the time is over, throws what the last try threw. Use it instead of a sleep.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = 20_000, everyMs = 20 } = options;
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      const answer = await check();
      if (answer !== false) return answer;
      if (Date.now() >= end) throw new Error(`The condition did not become true within ${timeoutMs} ms`);
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await delay(everyMs);
  }
}

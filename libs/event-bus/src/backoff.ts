import { setTimeout as delay } from 'node:timers/promises';

/** Doubling waits with jitter; ends early when the signal aborts. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly min: number,
    private readonly max: number,
  ) {}

  reset(): void {
    this.failures = 0;
  }

  async wait(signal: AbortSignal): Promise<void> {
    const most = Math.min(this.min * 2 ** this.failures, this.max);
    this.failures = Math.min(this.failures + 1, 16);
    await pause(most * (0.5 + Math.random() / 2), signal);
  }
}

/** Waits; returns early, without an error, when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

import { NetworkProblem } from '../http/client-problem.ts';
import type { Clock } from '../platform/clock.ts';

interface Guarded {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** A connection that moves no byte for so long is dead, even if no error came. */
const stalledMs = 60_000;

/**
 * Runs a transfer and gives it up when it stops moving. Watched from its first
 * progress on: where progress is not known (fetch), a slow transfer looks like a dead one.
 */
export async function untilStalled<T>(clock: Clock, options: Guarded, transfer: (options: Guarded) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let stalled = false;
  let over = false;
  let cancel: () => void = () => undefined;
  const watch = () => {
    cancel();
    cancel = clock.after(stalledMs, () => {
      stalled = true;
      abort.abort();
    });
  };
  const onAbort = () => abort.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort);
  const onProgress = (share: number) => {
    // A transfer that was called off may have a word left.
    if (over) return;
    watch();
    options.onProgress?.(share);
  };
  try {
    return await transfer({ onProgress, signal: abort.signal });
  } catch (error) {
    if (stalled) throw new NetworkProblem('timeout', { cause: error });
    throw error;
  } finally {
    over = true;
    cancel();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

import type { Locks } from '../platform/browser.ts';

/**
 * Waits until this tab is the one that sends, calls `granted`, and keeps the
 * role until the result is called. Without locks every tab sends: the server
 * stores each message once anyway, only the order between tabs is loose.
 */
export function takeSenderRole(name: string | null, locks: Locks | undefined, granted: () => void): () => void {
  if (name === null || !locks) {
    granted();
    return () => undefined;
  }
  const abort = new AbortController();
  let release: () => void = () => undefined;
  const hold = () =>
    new Promise<void>((resolve) => {
      release = resolve;
      if (abort.signal.aborted) resolve();
      else granted();
    });
  locks.request(name, { signal: abort.signal }, hold).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return () => {
    abort.abort();
    release();
  };
}

import { useSyncExternalStore } from 'react';

const reduced = '(prefers-reduced-motion: reduce)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(reduced);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether things may move without being asked to. */
export function useMotion(): boolean {
  return !useSyncExternalStore(subscribe, () => matchMedia(reduced).matches);
}

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

import type { Client, Observable } from '@hallway/client';

export const ClientContext = createContext<Client | null>(null);

/** The SDK of the signed-in (or signing-in) person. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient needs a ClientContext');
  return client;
}

/** Renders again when a live store of the SDK changes. */
export function useStore<T>(store: Observable<T>): T {
  // Stable, since a store without subscribers may drop what it holds.
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const getSnapshot = useCallback(() => store.getSnapshot(), [store]);
  return useSyncExternalStore(subscribe, getSnapshot);
}

import { useEffect } from 'react';

import { useClient } from '../lib/client-context';
import { useUserStores } from '../lib/person/user-stores';

/** Asks before the page is closed over words that only the page has, because the browser keeps nothing. */
export function useLeaveGuard(): void {
  const { outbox } = useClient();
  const { storage: kept } = useUserStores();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { messages, durable } = outbox.getSnapshot();
      const unsent = !durable && messages.some(({ state }) => state !== 'sent');
      if (unsent || kept.losable) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [outbox, kept]);
}

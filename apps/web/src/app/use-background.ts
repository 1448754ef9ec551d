import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';

import { useClient } from '../lib/client-context';

/** What goes on beside the page, once it stands: it can be opened without network, and notices are shown. */
export function useBackground(): void {
  const client = useClient();
  const queries = useQueryClient();
  // Another one with each place: what goes on in the background must not begin anew for that.
  const navigate = useNavigate();
  const latest = useRef(navigate);
  latest.current = navigate;
  useEffect(() => {
    let stop: (() => void) | undefined;
    let ended = false;
    const open = (path: string) => void latest.current(path);
    const begin = async () => {
      const { startBackground } = await import('./start-background');
      if (!ended) stop = startBackground({ client, queries, open });
    };
    // Not in the way of what is shown first.
    const timer = setTimeout(() => {
      begin().catch(() => undefined); // it could not be fetched; the next visit has it
    }, 3_000);
    return () => {
      ended = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [client, queries]);
}

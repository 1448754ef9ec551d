import { useCallback, useEffect, useRef, useState } from 'react';

import type { Client, Timeline } from '@hallway/client';

import { useStore } from '../../../lib/client-context';
import type { View } from './view';

/** Pages are fetched this many screens before they are needed. */
const aheadScreens = 1.5;

export interface Paging {
  failed: 'before' | 'after' | null;
  retry: () => void;
  /** Fetches what the reader is about to reach. */
  reach: (view: View, height: number) => void;
}

/** Fetches history on both sides as the reader comes near. */
export function usePaging(client: Client, timeline: Timeline): Paging {
  const [failed, setFailed] = useState<Paging['failed']>(null);
  const { state } = useStore(client.connection);
  const blocked = useRef(false);
  const load = useCallback(
    (side: 'before' | 'after') => {
      const page = side === 'before' ? timeline.loadBefore() : timeline.loadAfter();
      page.then(
        () => {
          blocked.current = false;
          setFailed(null);
        },
        () => {
          // Scrolling does not ask again and again for what cannot be had.
          blocked.current = true;
          setFailed(side);
        },
      );
    },
    [timeline],
  );
  const retry = useCallback(() => failed && load(failed), [failed, load]);
  useEffect(() => {
    if (state === 'online' && blocked.current) retry();
  }, [state, retry]);
  const reach = useCallback(
    ({ above, below }: View, height: number) => {
      if (blocked.current) return;
      const { window, loadingBefore, loadingAfter } = timeline.getSnapshot();
      if (above < height * aheadScreens && !window.atOldest && !loadingBefore) load('before');
      if (below < height * aheadScreens && !window.atLive && !loadingAfter) load('after');
    },
    [timeline, load],
  );
  return { failed, retry, reach };
}

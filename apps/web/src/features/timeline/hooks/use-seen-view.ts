import { useCallback, useState } from 'react';

import type { Client, Timeline } from '@hallway/client';

import { useUserStore } from '../../../lib/person/user-stores';
import { ReadingPlaces } from './reading-places';
import { type Paging, usePaging } from './use-paging';
import { useReading } from './use-reading';
import type { View } from './view';

export interface SeenView extends Pick<Paging, 'failed' | 'retry'> {
  /** Is the newest message out of sight? */
  away: boolean;
  day: string | null;
  onView: (view: View) => void;
}

/** What follows from what is on screen: pages are fetched, messages are read, the place is kept. */
export function useSeenView(client: Client, timeline: Timeline, scroller: HTMLElement | null): SeenView {
  const { conversationId } = timeline;
  const places = useUserStore(ReadingPlaces);
  const [away, setAway] = useState(false);
  const [day, setDay] = useState<string | null>(null);
  const { failed, retry, reach } = usePaging(client, timeline);
  const reading = useReading(client, conversationId);
  const onView = useCallback(
    (view: View) => {
      const atEnd = view.atEnd && timeline.window.atLive;
      if (view.top) places.keep(conversationId, { ...view.top, atEnd });
      timeline.setAnchor(atEnd ? 'end' : (view.top?.seq ?? timeline.window.last));
      reach(view, scroller?.clientHeight ?? 0);
      reading(view.seen);
      setAway(!atEnd);
      setDay(view.day);
    },
    [conversationId, places, timeline, scroller, reach, reading],
  );
  return { away, day, failed, retry, onView };
}

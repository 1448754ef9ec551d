import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigationType } from 'react-router';

import type { Client, Timeline } from '@hallway/client';

import { useUserStore } from '../../../lib/person/user-stores';
import { isLoaded, isNearEnd, type Landing, openingOf } from './landing';
import { type ReadingPlace, ReadingPlaces } from './reading-places';

/** One arrival at a place. */
export interface Arrival {
  /** A later arrival has a higher number. */
  n: number;
  /** Changes when the window was replaced: the list begins anew then. */
  list: number;
  to: Landing;
}

export interface Opening {
  /** `null` until there is something to show. */
  arrival: Arrival | null;
  /** Goes to a place, and fetches what is there when it is not here. */
  go: (to: Landing) => void;
}

/** Decides where the reader is put: on entry, at a link, and on the way back from one. */
export function useOpening(client: Client, timeline: Timeline, focusSeq: number | undefined, known: boolean): Opening {
  const id = timeline.conversationId;
  const places = useUserStore(ReadingPlaces);
  const [arrival, setArrival] = useState<Arrival | null>(() => {
    const to = openingOf({ focusSeq, conversation: client.conversations.get(id), kept: places.of(id) });
    return known && isLoaded(timeline.getSnapshot(), to) ? { n: 1, list: 1, to } : null;
  });
  const latest = useRef(0);
  const arrive = useCallback(
    async (to: Landing, near = false) => {
      const mine = ++latest.current;
      const inside = isLoaded(timeline.getSnapshot(), to);
      if (!inside) await (to.at === 'end' || near ? loadEnd(timeline) : timeline.jumpTo(to.seq));
      else timeline.setAnchor(to.at === 'end' ? 'end' : to.seq);
      if (mine !== latest.current) return;
      setArrival((last) => ({ n: (last?.n ?? 0) + 1, list: last && inside ? last.list : (last?.list ?? 0) + 1, to }));
    },
    [timeline],
  );
  // The state of the timeline says what went wrong.
  const go = useCallback((to: Landing, near = false) => void arrive(to, near).catch(() => undefined), [arrive]);
  const isBack = useNavigationType() === 'POP';
  const opened = useRef(false);
  const before = useRef<ReadingPlace | undefined>(undefined);
  useEffect(() => {
    if (!known) return;
    const first = !opened.current;
    opened.current = true;
    const conversation = client.conversations.get(id);
    const here = places.of(id);
    const land = (to: Landing) => go(to, isNearEnd(to, conversation));
    if (first) return land(openingOf({ focusSeq, conversation, kept: here }));
    if (focusSeq !== undefined) {
      before.current = here;
      return land(openingOf({ focusSeq, conversation, kept: here }));
    }
    if (isBack && before.current) land(openingOf({ focusSeq, conversation: undefined, kept: before.current }));
  }, [client, id, places, known, focusSeq, isBack, go]);
  return { arrival, go };
}

/** The first time it may be shown as an earlier visit left it, which needs no network. */
function loadEnd(timeline: Timeline): Promise<void> {
  return timeline.ready ? timeline.loadNewest() : timeline.open();
}

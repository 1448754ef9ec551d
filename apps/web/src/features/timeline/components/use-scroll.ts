import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Timeline, TimelineState } from '@hallway/client';

const nearPx = 400;
const endPx = 48;

/** Keeps the reader where the reader is: at the end when there, else on the same message while pages come and go. */
export function useScroll(scroller: RefObject<HTMLDivElement | null>, timeline: Timeline, state: TimelineState, rowCount: number, focusSeq: number | undefined) {
  const { window, loadingBefore, loadingAfter } = state;
  const atEnd = useRef(focusSeq === undefined);
  const kept = useRef<{ seq: string; top: number } | null>(null);
  const [away, setAway] = useState(false);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (atEnd.current && window.atLive) element.scrollTop = element.scrollHeight;
    else if (kept.current) {
      const row = element.querySelector<HTMLElement>(`[data-seq="${kept.current.seq}"]`);
      if (row) element.scrollTop += row.offsetTop - element.scrollTop - kept.current.top;
    }
  }, [scroller, window, rowCount]);

  useEffect(() => {
    if (focusSeq === undefined) return;
    scroller.current?.querySelector(`[data-seq="${focusSeq}"]`)?.scrollIntoView({ block: 'center' });
    // Once per target and loaded window.
  }, [scroller, focusSeq, window.first]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    atEnd.current = left < endPx;
    setAway(!atEnd.current || !window.atLive);
    kept.current = firstVisible(element);
    timeline.setAnchor(atEnd.current ? 'end' : Number(kept.current?.seq ?? window.last));
    if (element.scrollTop < nearPx && !window.atOldest && !loadingBefore) void timeline.loadBefore();
    if (left < nearPx && !window.atLive && !loadingAfter) void timeline.loadAfter();
  }, [scroller, timeline, window, loadingBefore, loadingAfter]);

  const toEnd = useCallback(async () => {
    atEnd.current = true;
    if (!window.atLive) await timeline.loadNewest();
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [scroller, timeline, window.atLive]);

  return { onScroll, toEnd, away };
}

function firstVisible(element: HTMLElement): { seq: string; top: number } | null {
  for (const row of element.querySelectorAll<HTMLElement>('[data-seq]')) {
    const top = row.offsetTop - element.scrollTop;
    if (top + row.offsetHeight > 0) return { seq: row.dataset.seq ?? '', top };
  }
  return null;
}

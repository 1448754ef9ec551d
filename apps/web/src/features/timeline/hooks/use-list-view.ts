import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

import type { TimelineRow } from '../components/timeline-rows';
import { type View, viewOf } from './view';

/** Reports what is on screen, after each scroll and each change; and stays at the end when the list gets lower there. */
export function useListView(
  virtualizer: Virtualizer<HTMLElement, HTMLElement>,
  scroller: HTMLElement,
  rows: readonly TimelineRow[],
  onView: (view: View) => void,
): void {
  const latest = useRef({ rows, onView });
  latest.current = { rows, onView };
  const atEnd = useRef(false);
  const report = useCallback(() => {
    const frame = { top: scroller.scrollTop, height: scroller.clientHeight, total: scroller.scrollHeight };
    if (frame.height === 0) return;
    const view = viewOf(virtualizer.getVirtualItems(), latest.current.rows, frame);
    atEnd.current = view.atEnd;
    latest.current.onView(view);
  }, [virtualizer, scroller]);
  useLayoutEffect(report, [report, rows]);
  useEffect(() => {
    scroller.addEventListener('scroll', report, { passive: true });
    let edge = scroller.getBoundingClientRect().top;
    const observer = new ResizeObserver(() => {
      const moved = scroller.getBoundingClientRect().top - edge;
      edge += moved;
      // The composer has grown, or the keyboard of a phone has come up: the end stays in sight.
      if (atEnd.current) virtualizer.scrollToEnd();
      // A banner has come or gone above: the rows stay where they are on the screen.
      else if (moved !== 0) scroller.scrollTop += moved;
      report();
    });
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', report);
      observer.disconnect();
    };
  }, [virtualizer, scroller, report]);
}

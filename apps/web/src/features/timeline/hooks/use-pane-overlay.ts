import { useCallback, useRef, useState } from 'react';

import type { PaneOverlay } from '../components/pane-overlay';
import type { ActiveRow } from './active-row';
import { rowKeyOf } from './timeline-scope';

/** What lies over the conversation; the row it belongs to keeps its toolbar, and the focus comes back. */
export function usePaneOverlay(active: ActiveRow) {
  const [overlay, setOverlay] = useState<PaneOverlay | null>(null);
  const shown = useRef<PaneOverlay | null>(null);
  const opener = useRef<Element | null>(null);
  const row = useRef<Element | null>(null);
  const open = useCallback(
    (next: PaneOverlay) => {
      // From one overlay to another, the first opener stays.
      const here = document.activeElement;
      if (here && here !== document.body && !here.closest('[role="dialog"], [role="menu"]')) {
        opener.current = here;
        row.current = here.closest('[data-row]');
      }
      const { by } = active.getSnapshot();
      active.update({ held: 'message' in next && next.kind !== 'viewer' ? rowKeyOf(next.message) : null, by });
      shown.current = next;
      setOverlay(next);
    },
    [active],
  );
  const close = useCallback(
    (which: PaneOverlay) => {
      // A menu closes after its entry has opened what comes next, which stays.
      if (shown.current !== which) return;
      shown.current = null;
      active.update({ held: null });
      setOverlay(null);
    },
    [active],
  );
  const returnFocus = useCallback(() => {
    if (shown.current) return;
    // A toolbar may be gone by then; its row is not.
    const element = opener.current?.isConnected ? opener.current : row.current;
    // After the dialog has let go of the focus.
    requestAnimationFrame(() => element instanceof HTMLElement && element.isConnected && !isElsewhere() && element.focus({ preventScroll: true }));
  }, []);
  return { overlay, open, close, returnFocus };
}

/** Has the chosen action taken the focus already, such as a reply to the composer? */
function isElsewhere(): boolean {
  const here = document.activeElement;
  return here !== null && here !== document.body && here.closest('[role="dialog"], [role="menu"]') === null && here.matches('textarea, input');
}

import { type MouseEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';

import { LongPress } from '../../../lib/long-press';
import type { TimelineRow } from '../components/timeline-rows';
import type { ActiveRow } from './active-row';
import { keyAt } from './use-row-focus';

interface RowPointerOptions {
  rows: readonly TimelineRow[];
  active: ActiveRow;
  onMenu: (row: TimelineRow, at: { x: number; y: number }) => void;
  onLongPress: (row: TimelineRow) => void;
}

/** The pointer over rows: the toolbar follows it, the right button opens the menu, a finger that stays opens the sheet. */
export function useRowPointer(options: RowPointerOptions) {
  const latest = useRef(options);
  latest.current = options;
  const [press] = useState(() => new LongPress());
  const rowAt = useCallback((target: EventTarget | null) => latest.current.rows.find(({ key }) => key === keyAt(target)), []);
  return useMemo(
    () => ({
      onPointerOver: ({ pointerType, target }: PointerEvent) => {
        // Who works in a toolbar by keyboard keeps it.
        const busy = document.activeElement?.closest('[data-toolbar]') && latest.current.active.getSnapshot().by === 'keys';
        if (pointerType === 'mouse' && !busy) latest.current.active.update({ hovered: keyAt(target), by: 'pointer' });
      },
      onPointerLeave: () => latest.current.active.update({ hovered: null }),
      onPointerDown: (event: PointerEvent) => {
        latest.current.active.update({ by: 'pointer' });
        const row = rowAt(event.target);
        if (event.pointerType !== 'mouse' && row) press.begin(event, () => latest.current.onLongPress(row));
      },
      onPointerMove: press.move,
      onPointerUp: press.end,
      onPointerCancel: press.end,
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        const row = rowAt(event.target);
        if (!row || wantsOwnMenu(event.target)) return;
        event.preventDefault();
        if (!press.pending) latest.current.onMenu(row, { x: event.clientX, y: event.clientY });
      },
    }),
    [press, rowAt],
  );
}

/** Links, fields and selected words have a menu of the browser that is of more use. */
function wantsOwnMenu(target: EventTarget): boolean {
  const onSpecial = target instanceof Element && target.closest('a[href], textarea') !== null;
  return onSpecial || !(document.getSelection()?.isCollapsed ?? true);
}

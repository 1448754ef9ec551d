import { type MouseEvent, type PointerEvent, useCallback, useMemo, useRef } from 'react';
import type { TimelineRow } from '../components/timeline-rows';
import type { ActiveRow } from './active-row';
import { keyAt } from './use-row-focus';

const longPressMs = 500;
const stillPx = 10;
const releaseMs = 100;

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
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const rowAt = useCallback((target: EventTarget | null) => latest.current.rows.find(({ key }) => key === keyAt(target)), []);
  const release = useCallback(() => {
    clearTimeout(press.current?.timer);
    press.current = null;
  }, []);
  return useMemo(
    () => ({
      onPointerOver: ({ pointerType, target }: PointerEvent) => {
        // Who works in a toolbar by keyboard keeps it.
        const busy = document.activeElement?.closest('[data-toolbar]') && latest.current.active.getSnapshot().by === 'keys';
        if (pointerType === 'mouse' && !busy) latest.current.active.update({ hovered: keyAt(target), by: 'pointer' });
      },
      onPointerLeave: () => latest.current.active.update({ hovered: null }),
      onPointerDown: ({ pointerType, target, clientX: x, clientY: y }: PointerEvent) => {
        latest.current.active.update({ by: 'pointer' });
        const row = rowAt(target);
        if (pointerType === 'mouse' || !row) return;
        release();
        const hold = () => {
          ignoreRelease();
          latest.current.onLongPress(row);
        };
        press.current = { x, y, timer: setTimeout(hold, longPressMs) };
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        if (press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > stillPx) release();
      },
      onPointerUp: release,
      onPointerCancel: release,
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        const row = rowAt(event.target);
        if (!row || wantsOwnMenu(event.target)) return;
        event.preventDefault();
        if (!press.current) latest.current.onMenu(row, { x: event.clientX, y: event.clientY });
      },
    }),
    [release, rowAt],
  );
}

/** What opens under a finger that is still down is not chosen by lifting it. */
function ignoreRelease(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const events = ['click', 'contextmenu'];
  for (const name of events) window.addEventListener(name, swallow, true);
  const lifted = () => {
    for (const name of ['pointerup', 'pointercancel']) window.removeEventListener(name, lifted, true);
    // The click of a release comes after it.
    setTimeout(() => {
      for (const name of events) window.removeEventListener(name, swallow, true);
    }, releaseMs);
  };
  for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, lifted, true);
}

/** Links, fields and selected words have a menu of the browser that is of more use. */
function wantsOwnMenu(target: EventTarget): boolean {
  const onSpecial = target instanceof Element && target.closest('a[href], textarea') !== null;
  return onSpecial || !(document.getSelection()?.isCollapsed ?? true);
}

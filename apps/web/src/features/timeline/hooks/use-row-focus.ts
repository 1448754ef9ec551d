import type { Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, useCallback, useLayoutEffect, useRef } from 'react';

import type { TimelineRow } from '../components/timeline-rows';
import type { ActiveRow } from './active-row';

/** Room above a row that was walked to, for its toolbar. */
const marginPx = 24;

export interface RowFocusOptions {
  virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  scroller: HTMLElement;
  rows: readonly TimelineRow[];
  active: ActiveRow;
  toComposer: () => void;
  /** The end, when it is not loaded. */
  toEnd: () => void;
  atLive: boolean;
  /** A key on a row that walking has no use for. */
  onRowKey: (row: TimelineRow, event: KeyboardEvent<HTMLElement>) => void;
}

const canFocus = (row: TimelineRow | undefined) => row?.kind === 'message' || row?.kind === 'waiting';

/** The list is one stop for Tab; inside, the arrow keys walk from row to row. */
export function useRowFocus(options: RowFocusOptions) {
  const latest = useRef(options);
  latest.current = options;
  /** A row that is to have the focus as soon as it is in the page. */
  const wanted = useRef<string | null>(null);
  const last = useRef<string | null>(null);
  useLayoutEffect(() => {
    const element = wanted.current === null ? null : rowElement(options.scroller, wanted.current);
    if (!element) return;
    wanted.current = null;
    element.focus({ preventScroll: true });
  });
  const focusAt = useCallback((index: number) => {
    const { rows, virtualizer, scroller, active } = latest.current;
    const key = rows[index]?.key;
    if (key === undefined) return;
    active.update({ by: 'keys' });
    bringIntoView(virtualizer, scroller, index);
    const element = rowElement(scroller, key);
    if (element) return element.focus({ preventScroll: true });
    wanted.current = key;
    active.update({ focused: key });
  }, []);
  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => {
      const { rows, virtualizer, scroller, active } = latest.current;
      const byKeys = event.target.matches(':focus-visible') || active.getSnapshot().by === 'keys';
      if (event.target === event.currentTarget) return byKeys ? focusAt(entryIndex(rows, last.current, virtualizer, scroller)) : undefined;
      const key = keyAt(event.target);
      // A click is no walk: it leaves the keyboard with the composer.
      if (key === null || !byKeys) return;
      last.current = key;
      active.update({ focused: key, by: 'keys' });
    },
    [focusAt],
  );
  const onBlur = useCallback((event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) latest.current.active.update({ focused: null });
  }, []);
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const target = event.target as HTMLElement;
      const { rows, active, toComposer, toEnd, atLive, onRowKey, scroller } = latest.current;
      const index = rows.findIndex(({ key }) => key === keyAt(target));
      const row = rows[index];
      if (!row || event.defaultPrevented || event.nativeEvent.isComposing) return;
      if (target.dataset.row === undefined) {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        return focusAt(index);
      }
      if (active.getSnapshot().focused !== row.key) {
        // The row was clicked: who types now, writes.
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) return toComposer();
        last.current = row.key;
        active.update({ focused: row.key, by: 'keys' });
      }
      const to = stepOf(event, rows, index, () => pageOf(latest.current.virtualizer, scroller, rows, index, event.key));
      if (event.key === 'End' && !atLive) toEnd();
      else if (to !== undefined) focusAt(to);
      else if (event.key === 'Escape') toComposer();
      else if (event.key === 'Enter') rowElement(scroller, row.key)?.querySelector<HTMLElement>('[data-toolbar] button')?.focus();
      else return onRowKey(row, event);
      event.preventDefault();
    },
    [focusAt],
  );
  return { onFocus, onBlur, onKeyDown, focusAt };
}

/** Which row the key leads to; `undefined` when it is no key for walking. */
function stepOf(event: KeyboardEvent, rows: readonly TimelineRow[], index: number, page: () => number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  const backwards = () => rows.slice(0, index).findLastIndex(canFocus);
  const forwards = () => rows.findIndex((row, at) => at > index && canFocus(row));
  const stay = (found: number) => (found < 0 ? index : found);
  if (event.key === 'ArrowUp') return stay(backwards());
  if (event.key === 'ArrowDown') return stay(forwards());
  if (event.key === 'Home') return stay(rows.findIndex(canFocus));
  if (event.key === 'End') return stay(rows.findLastIndex(canFocus));
  if (event.key === 'PageUp' || event.key === 'PageDown') return page();
  return undefined;
}

/** A screen further. */
function pageOf(virtualizer: Virtualizer<HTMLElement, HTMLElement>, scroller: HTMLElement, rows: readonly TimelineRow[], index: number, key: string): number {
  const from = virtualizer.measurementsCache[index]?.start ?? 0;
  const step = Math.max(100, scroller.clientHeight - marginPx * 2);
  const found = virtualizer.getVirtualItemForOffset(key === 'PageUp' ? Math.max(0, from - step) : from + step)?.index ?? index;
  const nearest = key === 'PageUp' ? rows.findIndex((row, at) => at >= found && canFocus(row)) : rows.slice(0, found + 1).findLastIndex(canFocus);
  return nearest < 0 ? index : nearest;
}

/** Where Tab comes in: where it left, else at the last row on screen. */
function entryIndex(rows: readonly TimelineRow[], last: string | null, virtualizer: Virtualizer<HTMLElement, HTMLElement>, scroller: HTMLElement): number {
  const known = last === null ? -1 : rows.findIndex(({ key }) => key === last);
  if (known >= 0) return known;
  const bottom = scroller.scrollTop + scroller.clientHeight;
  const onScreen = virtualizer.getVirtualItems().findLast(({ index, start }) => canFocus(rows[index]) && start < bottom - marginPx);
  return onScreen?.index ?? rows.findLastIndex(canFocus);
}

function bringIntoView(virtualizer: Virtualizer<HTMLElement, HTMLElement>, scroller: HTMLElement, index: number): void {
  const item = virtualizer.measurementsCache[index];
  if (!item) return;
  const { scrollTop: top, clientHeight: height } = scroller;
  if (item.start - marginPx < top) virtualizer.scrollToOffset(Math.max(0, item.start - marginPx));
  else if (item.end > top + height) virtualizer.scrollToOffset(Math.min(item.start - marginPx, item.end - height + marginPx / 2));
}

function rowElement(scroller: HTMLElement, key: string): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [data-row]`);
}

export function keyAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null) : null;
}

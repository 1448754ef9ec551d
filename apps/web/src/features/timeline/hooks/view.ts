import type { VirtualItem } from '@tanstack/react-virtual';

import type { TimelineRow } from '../components/timeline-rows';

/** What of the list is on screen. */
export interface View {
  /** Is the end of what is loaded on screen? */
  atEnd: boolean;
  /** Pixels of rows above and below the screen. */
  above: number;
  below: number;
  /** The uppermost message, and how far its row begins below the upper edge. */
  top: { seq: number; offset: number } | null;
  /** The last message of which at least half is to be seen; 0 when there is none. */
  seen: number;
  /** The day of the uppermost message, unless its own line is there to tell. */
  day: string | null;
}

/** So near to the end a reader is taken to be at it. */
export const endPx = 48;

interface Frame {
  top: number;
  height: number;
  /** Of all rows. */
  total: number;
}

export function viewOf(items: readonly VirtualItem[], rows: readonly TimelineRow[], { top, height, total }: Frame): View {
  const bottom = top + height;
  const view: View = { atEnd: total - bottom <= endPx, above: top, below: total - bottom, top: null, seen: 0, day: null };
  for (const { index, start, end, size } of items) {
    const row = rows[index];
    // The line of the day is on screen already.
    if (row?.kind === 'day' && start < bottom && end > top) view.day ??= '';
    if (end <= top || start >= bottom || row?.kind !== 'message') continue;
    view.top ??= { seq: row.message.seq, offset: start - top };
    view.day ??= row.message.createdAt;
    const visible = Math.min(end, bottom) - Math.max(start, top);
    if (visible * 2 >= Math.min(size, height)) view.seen = Math.max(view.seen, row.message.seq);
  }
  view.day ||= null;
  return view;
}

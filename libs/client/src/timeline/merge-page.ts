import type { Message, MessageWindow } from '@hallway/contracts-messages';

import { later } from './reduce-timeline.ts';
import { type TimelineWindow, trimSide, withItems } from './timeline-window.ts';

/**
 * Adds a page before or after the window and trims the other side in the same
 * step. A page that no longer touches the window is left out.
 */
export function mergePage(window: TimelineWindow, page: MessageWindow, side: 'before' | 'after'): TimelineWindow {
  return side === 'before' ? mergeBefore(window, page) : mergeAfter(window, page);
}

function mergeBefore(window: TimelineWindow, page: MessageWindow): TimelineWindow {
  const older = page.items.filter((item) => item.seq < window.first);
  if (older.length === 0 || older.at(-1)?.seq !== window.first - 1) return window;
  return trimSide(withItems(window, [...older, ...window.items], { atOldest: !page.hasBefore }), 'newest');
}

function mergeAfter(window: TimelineWindow, page: MessageWindow): TimelineWindow {
  const newer = page.items.filter((item) => item.seq > window.last);
  if (newer.length === 0 || newer[0]?.seq !== window.last + 1) return window;
  const last = newer.at(-1)?.seq ?? window.last;
  const newest = Math.max(window.newest, page.hasAfter ? last + 1 : last);
  return trimSide(withItems(window, [...window.items, ...newer], { newest, atLive: last >= newest }), 'oldest');
}

/**
 * A page as it is after the changes that were applied while it was on its way:
 * it may show an earlier state than the feed has already passed.
 */
export function freshen(page: MessageWindow, passed: ReadonlyMap<number, Message>): MessageWindow {
  if (passed.size === 0) return page;
  const items = page.items.map((item) => later(item, passed.get(item.seq) ?? item));
  if (page.hasAfter) return { ...page, items };
  let next = passed.get((items.at(-1)?.seq ?? 0) + 1);
  while (next) {
    items.push(next);
    next = passed.get(next.seq + 1);
  }
  return { ...page, items };
}

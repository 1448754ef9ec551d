import type { Message, MessageWindow } from '@hallway/contracts-messages';

/** The most messages that a window holds. */
export const windowSize = 300;

/**
 * A stretch of one conversation's messages, by `seq` without a hole, and how
 * far its feed of changes has been followed. Values are never changed in place.
 */
export interface TimelineWindow {
  readonly conversationId: string;
  readonly items: readonly Message[];
  /** `seq` of the first and last item; 0 when there are none. */
  readonly first: number;
  readonly last: number;
  /** The highest `seq` that is known to exist, here or not. */
  readonly newest: number;
  /** Is nothing older than the first item? */
  readonly atOldest: boolean;
  /** Does the window end with the newest message, so that new ones are appended? */
  readonly atLive: boolean;
  /** Every change up to this `rev` is reflected in the items. */
  readonly rev: number;
}

/** What the reader looks at: a `seq`, or the end. The far side is what gets trimmed. */
export type Anchor = number | 'end';

/** A window on a page of the conversation. */
export function windowOf(
  conversationId: string,
  page: Pick<MessageWindow, 'items' | 'hasBefore' | 'hasAfter'>,
  known: { rev: number; newest: number },
): TimelineWindow {
  const { items } = page;
  const last = items.at(-1)?.seq ?? 0;
  const newest = Math.max(known.newest, page.hasAfter ? last + 1 : last);
  return { conversationId, items, first: items[0]?.seq ?? 0, last, newest, atOldest: !page.hasBefore, atLive: last >= newest, rev: known.rev };
}

/**
 * How far a page has followed the feed. It is one snapshot: with the change
 * `rev` in it, it has all before; and it has all that was known before it was
 * asked for.
 */
export function revOf(page: Pick<MessageWindow, 'items'>, knownBefore: number): number {
  return page.items.reduce((most, item) => Math.max(most, item.rev), knownBefore);
}

/** The window with other items; `first` and `last` follow. */
export function withItems(window: TimelineWindow, items: readonly Message[], changes: Partial<TimelineWindow> = {}): TimelineWindow {
  return { ...window, items, first: items[0]?.seq ?? 0, last: items.at(-1)?.seq ?? 0, ...changes };
}

/** At most {@link windowSize} items: the surplus goes from the side that the reader is farther from. */
export function trimAround(window: TimelineWindow, anchor: Anchor): TimelineWindow {
  const fromOldest = anchor === 'end' || anchor - window.first >= window.last - anchor;
  return trimSide(window, fromOldest ? 'oldest' : 'newest');
}

export function trimSide(window: TimelineWindow, side: 'oldest' | 'newest'): TimelineWindow {
  const surplus = window.items.length - windowSize;
  if (surplus <= 0) return window;
  if (side === 'oldest') return withItems(window, window.items.slice(surplus), { atOldest: false });
  return withItems(window, window.items.slice(0, windowSize), { atLive: false });
}

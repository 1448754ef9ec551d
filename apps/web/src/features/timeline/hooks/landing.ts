import type { TimelineState } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';

import type { ReadingPlace } from './reading-places';

/** Where the reader is put: at the end, or with a row in the middle, a fifth down, or so many pixels below the upper edge. */
export type Landing = { at: 'end' } | { at: 'row'; seq: number; below: 'center' | 'fifth' | number; flash?: boolean };

/** As many unread messages surely fill a screen: the window is loaded around the first of them, not at the end. */
const moreThanAScreen = 25;

interface Known {
  focusSeq: number | undefined;
  conversation: Pick<Conversation, 'unread' | 'readSeq'> | undefined;
  kept: ReadingPlace | undefined;
}

/** Where a visit begins. A row near the end is a wish: the list goes no further than its end. */
export function openingOf({ focusSeq, conversation, kept }: Known): Landing {
  if (focusSeq !== undefined) return { at: 'row', seq: focusSeq, below: 'center', flash: true };
  if (conversation && conversation.unread > 0) return { at: 'row', seq: conversation.readSeq + 1, below: 'fifth' };
  if (kept && !kept.atEnd) return { at: 'row', seq: kept.seq, below: kept.offset };
  return { at: 'end' };
}

/** Does the window already hold the place? Then nothing has to be fetched. */
export function isLoaded({ status, window }: TimelineState, landing: Landing): boolean {
  if (status !== 'ready') return false;
  if (landing.at === 'end') return window.atLive;
  return (landing.seq >= window.first && landing.seq <= window.last) || (landing.seq > window.last && window.atLive);
}

/** Can the place be reached by loading the end? More of the history is there then. */
export function isNearEnd(landing: Landing, conversation: Pick<Conversation, 'unread'> | undefined): boolean {
  return landing.at === 'end' || (landing.below === 'fifth' && (conversation?.unread ?? 0) <= moreThanAScreen);
}

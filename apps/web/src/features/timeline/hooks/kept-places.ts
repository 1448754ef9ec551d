import type { VirtualItem } from '@tanstack/react-virtual';

/** Where a reader left a conversation in this session. */
export interface KeptPlace {
  /** A message that was on screen, and how far its row began below the upper edge. */
  seq: number;
  offset: number;
  atEnd: boolean;
}

const mostSizes = 20;

const places = new Map<string, KeptPlace>();
const sizes = new Map<string, VirtualItem[]>();

/** The reader's place in each conversation, until the page is closed. */
export const keptPlaces = {
  of: (conversationId: string): KeptPlace | undefined => places.get(conversationId),
  keep: (conversationId: string, place: KeptPlace): void => void places.set(conversationId, place),
  /** How high rows were, so that coming back needs no guess. */
  sizesOf: (conversationId: string): VirtualItem[] => sizes.get(conversationId) ?? [],
  keepSizes: (conversationId: string, measured: VirtualItem[]): void => {
    sizes.delete(conversationId);
    sizes.set(conversationId, measured);
    const [oldest] = sizes.keys();
    if (sizes.size > mostSizes && oldest !== undefined) sizes.delete(oldest);
  },
};

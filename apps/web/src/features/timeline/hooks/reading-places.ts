import type { VirtualItem } from '@tanstack/react-virtual';

/** Where a reader left a conversation in this session. */
export interface ReadingPlace {
  /** A message that was on screen, and how far its row began below the upper edge. */
  seq: number;
  offset: number;
  atEnd: boolean;
}

const mostSizes = 20;

/** A reader's place in each conversation, until the page is closed. */
export class ReadingPlaces {
  private readonly places = new Map<string, ReadingPlace>();
  private readonly sizes = new Map<string, VirtualItem[]>();

  of(conversationId: string): ReadingPlace | undefined {
    return this.places.get(conversationId);
  }

  keep(conversationId: string, place: ReadingPlace): void {
    this.places.set(conversationId, place);
  }

  /** How high rows were, so that coming back needs no guess. */
  sizesOf(conversationId: string): VirtualItem[] {
    return this.sizes.get(conversationId) ?? [];
  }

  keepSizes(conversationId: string, measured: VirtualItem[]): void {
    this.sizes.delete(conversationId);
    this.sizes.set(conversationId, measured);
    const [oldest] = this.sizes.keys();
    if (this.sizes.size > mostSizes && oldest !== undefined) this.sizes.delete(oldest);
  }
}

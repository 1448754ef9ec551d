import type { ReceiptMark } from '@hallway/contracts-messages';

/** What a commit did to one conversation, as its own answer says. */
export interface CommittedChange {
  conversationId: string;
  /** The event with the same content, and nothing else. */
  eventId?: string;
  /** In order. */
  revs: number[];
  /** The changes as JSON, one a rev. */
  events: string[];
  /** Who sends has read what was there. */
  marks: ReceiptMark[];
}

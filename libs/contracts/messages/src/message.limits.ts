export const messageLimits = {
  /** Characters of a message. */
  body: 16_000,
  attachments: 10,
  /** Members of the largest conversation: so many may react or be mentioned. */
  people: 1000,
  /** Different emoji on one message. */
  reactions: 50,
  pins: 100,
  /** Characters of one reaction: enough for the longest emoji sequence. */
  emoji: 32,
  /** Above this many changes a client reloads instead. */
  changesBeforeReset: 500,
  syncConversations: 1000,
  searchQuery: 200,
  /** Above this many members, receipts of others are not shown live. */
  receiptMembers: 100,
  /** Sends in one internal batch. */
  batch: 256,
} as const;

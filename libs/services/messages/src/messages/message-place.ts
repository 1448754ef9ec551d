/** Where a message stands. */
export interface MessagePlace {
  conversationId: string;
  seq: number;
}

/** A way to send; all of them keep the order of the calls in each conversation. */
export interface Sending {
  /** Sends until it is acknowledged, or refused for good. */
  send(conversationId: string, body: string): void;
  /** How many are neither acknowledged nor given up. */
  readonly open: number;
  /** Gives up what is still open: its outcome stays unknown. */
  stop(): void;
}

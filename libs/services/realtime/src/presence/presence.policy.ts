/** What a replica knows of one person; times in ms, by the clock of Redis. */
export interface PresenceFacts {
  /** One of their sockets is connected to this replica. */
  connectedHere: boolean;
  /** Until when the other replicas hold them online; null or nothing where none does. */
  onlineUntil: number | null | undefined;
  now: number;
  /** What this replica said last. */
  wasOnline: boolean;
  /** Whether Redis answered, and holds what the replicas have told it lately. */
  trusted: boolean;
}

/** While Redis cannot be trusted a person who was online stays online: a fault of ours is not their leaving. */
export function isOnline({ connectedHere, onlineUntil, now, wasOnline, trusted }: PresenceFacts): boolean {
  return connectedHere || (onlineUntil ?? 0) > now || (wasOnline && !trusted);
}

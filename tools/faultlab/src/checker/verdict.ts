import type { HistoryEvent } from '../history/history-event';

/** What must hold in every run, whatever was done to the system. */
export const invariants = {
  bound: 'the run ended in step within its bounds, and was recorded to its end',
  I1: 'every acknowledged message is in the history exactly once, as it was sent',
  I2: 'nothing is in the history that was not sent, and nothing that was refused',
  I3: 'messages are numbered 1, 2, 3 … and every change has a number of its own',
  I4: 'a message that was acknowledged before another was sent comes before it',
  I5: 'every device shows the same history, and saw it grow in order without a hole',
  I6: 'read and delivery marks never go back, and end at the highest acknowledged one',
  I7: 'nothing reaches a user who was removed, or was never a member',
  I8: 'presence tells who is connected, and shows no ghosts',
  I9: 'a session that was ended hears nothing more',
  I10: 'events, put together, give what a fresh look gives',
  I11: 'no event waits, and no event is put aside that was not meant to be',
  I12: 'every event had its effect once, and unread counts are exact',
  I13: 'memory and descriptors are back where they were',
  I14: 'no server error but 503 with Retry-After during a fault, and no stray failure in a log',
} as const;

export type Invariant = keyof typeof invariants;

export const invariantNames = Object.keys(invariants) as Invariant[];

/** A line of the history, counted from 1. Of long events only the part that matters is kept. */
export interface Evidence {
  line: number;
  event: HistoryEvent;
}

export interface Violation {
  invariant: Invariant;
  says: string;
  evidence: Evidence[];
}

export interface LostMessage {
  conversationId: string;
  clientMessageId: string;
  user: string;
  op: number;
  seq?: number;
  ackedAt: number;
}

export interface Timings {
  /** Longest time in which a send waited for its acknowledgement and none was acknowledged. */
  longestAckGapMs: number;
  longestAckGapAt: number;
  /** From the end of the last fault to everything being in step; absent without a fault or without an end. */
  healToSettledMs?: number;
  durationMs: number;
}

/** What the checker says of a run. */
export interface Verdict {
  seed: number;
  fault: string;
  passed: boolean;
  /** How many single comparisons each invariant made; one that made none has proved nothing. */
  checks: Record<Invariant, number>;
  /** How often each was violated; `violations` keeps the first ones only. */
  violated: Record<Invariant, number>;
  violations: Violation[];
  /** Invariants about which this run says nothing. */
  unchecked: Invariant[];
  /** Acknowledged messages that are not in the history. */
  lost: LostMessage[];
  timings: Timings;
}

/** An event that could not be handled, or that waits behind one of the same key. */
export interface DeadLetter {
  stream: string;
  pubSeq: number;
  key: string;
  type: string;
  /** JSON text of the envelope. */
  envelope: string;
  error: string;
  /** 0 when it only waits behind another. */
  attempts: number;
  createdAt: Date;
}

export interface DeadLetterQuery {
  stream?: string;
  key?: string;
  limit?: number;
}

/** Looks at and settles what was put aside; a key is parked as long as it has letters. */
export abstract class DeadLetters {
  abstract list(query?: DeadLetterQuery): Promise<DeadLetter[]>;
  /** Handles all letters of a key in order; stops at the first that fails again. Answers how many it handled. */
  abstract replay(stream: string, key: string): Promise<number>;
  /** Gives up one letter. Answers whether it was there. */
  abstract drop(stream: string, pubSeq: number): Promise<boolean>;
}

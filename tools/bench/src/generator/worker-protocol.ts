/** One client of the load: whom it is, and where it sends; listeners send nothing. */
export interface ClientPlan {
  url: string;
  auth: object;
  conversationId: string;
  sends: boolean;
}

/** How a worker's senders go about it. */
export type LoadPlan =
  /** Each waits for its acknowledgement and sends the next. */
  | { kind: 'closed' }
  /** So many sends a second, due at even times, whatever the acknowledgements do. */
  | { kind: 'open'; perSecond: number };

/** What a worker has counted since the last `mark`, or since `reset` for the totals. */
export interface Counts {
  acknowledged: number;
  refused: number;
  deliveries: number;
  frames: number;
  lost: number;
  acknowledgement: number[];
  delivery: number[];
  totals: { sent: number; acknowledged: number; deliveries: number };
  /** CPU seconds of the worker. */
  cpu: number;
}

/** What the main process asks of a worker; each is answered once, in order. */
export type WorkerCommand =
  | { ask: 'connect'; clients: ClientPlan[] }
  /** Forget what was counted; before anybody begins, because deliveries come from other workers' sends. */
  | { ask: 'reset' }
  | { ask: 'begin'; load: LoadPlan }
  | { ask: 'mark' }
  | { ask: 'stop' }
  | { ask: 'close' };

export interface WorkerAnswer {
  counts?: Counts;
  error?: string;
}

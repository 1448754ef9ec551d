/** What the bus reports; the metrics part turns it into Prometheus series. */
export interface EventMetrics {
  /** Events committed but not yet on the stream. */
  outboxDepth(domain: string, events: number): void;
  /** Age of the oldest of them, in seconds. */
  outboxOldestAge(domain: string, seconds: number): void;
  /** What the streams take in Redis. */
  streamBytes(domain: string, bytes: number): void;
  published(domain: string, events: number): void;
  /** Seconds from the commit of an event to the end of its handler. */
  handled(type: string, seconds: number): void;
  /** Events on the stream that the reader has not handled yet. */
  lag(stream: string, events: number): void;
  /** Events read from the outbox of their owner, because the stream no longer had them. */
  refilled(stream: string, events: number): void;
  redelivered(stream: string, events: number): void;
  deadLettered(stream: string): void;
  /** Events that no longer exist anywhere although the reader had not seen them. */
  lost(stream: string, events: number): void;
}

export const noEventMetrics: EventMetrics = {
  outboxDepth: () => undefined,
  outboxOldestAge: () => undefined,
  streamBytes: () => undefined,
  published: () => undefined,
  handled: () => undefined,
  lag: () => undefined,
  refilled: () => undefined,
  redelivered: () => undefined,
  deadLettered: () => undefined,
  lost: () => undefined,
};

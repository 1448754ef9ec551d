import type { EntityManager } from 'typeorm';

import type { ReceivedEnvelope } from './event-envelope';

/** Second argument of a `@Consume` method in a service that owns a schema. */
export interface EventContext {
  /** The transaction that also moves the reader's position: what is written with it happens exactly once. */
  tx: EntityManager;
  envelope: ReceivedEnvelope;
}

/** Second argument of a `@Consume` method in broadcast mode: every replica gets every event, nothing is stored. */
export interface BroadcastContext {
  tx?: undefined;
  envelope: ReceivedEnvelope;
}

/** Events that a broadcast consumer could not get any more. */
export interface BroadcastGap {
  domain: string;
  shard: number;
  /** First and last missing position; 0 when the reader does not know where it stood. */
  from: number;
  to: number;
}

export type BroadcastGapHook = (gap: BroadcastGap) => Promise<void> | void;

/** Whether the service knows of an event already, so that it need not be read. Asked once an event. */
export type BroadcastKnownHook = (eventId: string) => boolean;

/** Provider token of a `BroadcastGapHook`. */
export const BROADCAST_GAP = Symbol('BROADCAST_GAP');

/** Provider token of a `FanoutKnownHook`. */
export const BROADCAST_KNOWN = Symbol('BROADCAST_KNOWN');

import type { EntityManager } from 'typeorm';

import type { ReceivedEnvelope } from './event-envelope';

/** Second argument of a `@Consume` method in a service that owns a schema. */
export interface EventContext {
  /** The transaction that also moves the reader's position: what is written with it happens exactly once. */
  tx: EntityManager;
  envelope: ReceivedEnvelope;
}

/** Second argument of a `@Consume` method in fan-out mode: every replica gets every event, nothing is stored. */
export interface FanoutContext {
  tx?: undefined;
  envelope: ReceivedEnvelope;
}

/** Events that a fan-out reader could not get any more. */
export interface FanoutGap {
  domain: string;
  shard: number;
  /** First and last missing position; 0 when the reader does not know where it stood. */
  from: number;
  to: number;
}

export type FanoutGapHook = (gap: FanoutGap) => Promise<void> | void;

/** Provider token of a `FanoutGapHook`. */
export const FANOUT_GAP = Symbol('FANOUT_GAP');

import type { EventLog } from '../../event-log';
import type { EventTuning } from '../../tuning';
import type { BusFixture } from '../bus-fixture';

/** One kind of streams: makes logs that all see the same streams, and can lose them all. */
export interface LogKind {
  newLog(tuning: Partial<EventTuning>): EventLog;
  /** Like a Redis that restarts empty. */
  wipe(): Promise<void>;
  /** Between two tests. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What the cases of one suite share; there is a new world for each of them. */
export interface BusBench {
  kind: LogKind;
  world: BusFixture;
}

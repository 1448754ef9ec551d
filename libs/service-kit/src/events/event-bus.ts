import type { DataSource } from 'typeorm';

import type { LoggerService } from '@nestjs/common';

import type { FanoutGapHook } from './event-context';
import type { EventLog } from './event-log';
import type { EventMetrics } from './event-metrics';
import type { TransactionHooks } from './transaction-hooks';
import type { EventTuning } from './tuning';

/** The part of the bus that lives in the service's own schema. */
export interface EventStore {
  dataSource: DataSource;
  transactions: TransactionHooks;
  /** For the relay's own connection (lock and notifications); not taken from the pool. */
  connectionString: string;
  schema: string;
}

export interface EventBusOptions {
  /** Source of what this service tells, and name of its consumer group. */
  service: string;
  instanceId: string;
  log: EventLog;
  /** Absent in services without a schema: they can only listen, in fan-out mode. */
  store?: EventStore;
  /** `work`: one replica handles each event, in a transaction. `fanout`: every replica gets every event. */
  mode: 'work' | 'fanout';
  /** Domains to listen to; empty when the service only tells. */
  domains: readonly string[];
  onGap?: FanoutGapHook;
  metrics?: EventMetrics;
  logger: Pick<LoggerService, 'log' | 'warn' | 'error'>;
  tuning?: Partial<EventTuning>;
}

import type { DataSource } from 'typeorm';

import type { Transactions } from '../database';
import type { Logger } from '../log';
import type { DeadLetters } from './dead-letters';
import type { FanoutGapHook } from './event-context';
import type { EventLog } from './event-log';
import { noEventMetrics, type EventMetrics } from './event-metrics';
import { EventServer, type Consumer } from './event-server';
import { FanoutReader } from './fanout/fanout-reader';
import type { Outbox } from './outbox';
import { OutboxTable } from './relay/outbox-table';
import { Relay } from './relay/relay';
import { TransactionalOutbox } from './transactional-outbox';
import { defaultTuning, type EventTuning } from './tuning';
import { DeadLetterTable } from './work/dead-letter-table';
import { EntryHandler } from './work/entry-handler';
import { Offsets } from './work/offsets';
import { StoredDeadLetters } from './work/stored-dead-letters';
import { WorkConsumer } from './work/work-consumer';

export type EventLogger = Pick<Logger, 'info' | 'warn' | 'error'>;

/** The part of the bus that lives in the service's own schema. */
export interface EventStore {
  dataSource: DataSource;
  transactions: Transactions;
  /** For the relay's own connection (lock and notices); a session, so not through a transaction pooler. */
  connectionString: string;
  schema: string;
}

export interface EventBusOptions {
  /** Domain and source of what this service tells, and name of its consumer group. */
  service: string;
  /** Names this replica; must differ between replicas. */
  instanceId: string;
  log: EventLog;
  /** Absent in services without a schema: they can only listen, in fan-out mode. */
  store?: EventStore;
  /** `work`: one replica handles each event, in a transaction. `fanout`: every replica gets every event. */
  mode: 'work' | 'fanout';
  /** Domains to listen to; empty when the service only tells. */
  domains: readonly string[];
  /** Called in fan-out mode when events can no longer be read. */
  onGap?: FanoutGapHook;
  metrics?: EventMetrics;
  logger: EventLogger;
  tuning?: Partial<EventTuning>;
}

/** Everything of the bus that one service needs, put together. */
export class EventBus {
  /** Nest strategy for `connectMicroservice`; reads from `startAllMicroservices` to the close of the app. */
  readonly server: EventServer;
  private readonly parts: StoreParts | undefined;
  private readonly metrics: EventMetrics;
  private readonly tuning: EventTuning;

  constructor(private readonly options: EventBusOptions) {
    this.metrics = options.metrics ?? noEventMetrics;
    this.tuning = { ...defaultTuning, ...options.tuning };
    this.server = new EventServer(this.metrics);
    this.parts = options.store && this.storeParts(options.store);
    const consumer = options.mode === 'work' ? this.workConsumer : this.fanoutReader;
    this.server.use(options.domains.map((domain) => consumer.call(this, domain)));
  }

  get outbox(): Outbox {
    return this.stored().outbox;
  }

  get deadLetters(): DeadLetters {
    return this.stored().deadLetters;
  }

  /** Whether this replica publishes its service's events. */
  get leads(): boolean {
    return this.parts?.relay.leads ?? false;
  }

  /** Starts publishing; listening starts with the server. */
  start(): void {
    this.parts?.relay.start();
  }

  /** Publishes what is at hand and stops. Close the server first: its handlers may still tell something. */
  async stop(): Promise<void> {
    await this.parts?.relay.stop();
  }

  private storeParts({ dataSource, transactions, connectionString, schema }: EventStore): StoreParts {
    const { service, log, logger } = this.options;
    const { tuning, metrics } = this;
    const table = new OutboxTable(dataSource);
    const relay = new Relay({ service, writer: log.writer(), table, tuning, metrics, logger, connectionString, schema });
    const outbox = new TransactionalOutbox(service, transactions, (rows) => relay.announce(rows));
    const offsets = new Offsets(dataSource, service);
    const letters = new DeadLetterTable(dataSource);
    const { handle, concerns } = this.server;
    const handler = new EntryHandler({ transactions, offsets, letters, handle, concerns, tuning, metrics, logger });
    return { relay, outbox, offsets, handler, deadLetters: new StoredDeadLetters(transactions, letters, offsets, handle) };
  }

  private workConsumer(domain: string): Consumer {
    const { service, instanceId, log, logger } = this.options;
    const { offsets, handler } = this.stored();
    const reader = log.groupReader(domain, service, instanceId);
    return new WorkConsumer({ domain, reader, offsets, handler, tuning: this.tuning, metrics: this.metrics, logger });
  }

  private fanoutReader(domain: string): Consumer {
    const { log, logger, onGap = () => undefined } = this.options;
    return new FanoutReader({ domain, reader: log.tailReader(domain), handle: this.server.handle, onGap, tuning: this.tuning, logger });
  }

  private stored(): StoreParts {
    if (!this.parts) throw new Error(`${this.options.service} has no schema: it cannot tell events, nor handle them in work mode`);
    return this.parts;
  }
}

interface StoreParts {
  relay: Relay;
  outbox: Outbox;
  offsets: Offsets;
  handler: EntryHandler;
  deadLetters: DeadLetters;
}

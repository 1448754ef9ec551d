import type { DataSource } from 'typeorm';

import type { Transactions } from '@hallway/service-kit/database';
import type { Logger } from '@hallway/service-kit/log';
import { Tracing } from '@hallway/service-kit/tracing';

import { BroadcastConsumer } from './broadcast/broadcast-consumer';
import { CompetingConsumer } from './competing/competing-consumer';
import { DeadLetterTable } from './competing/dead-letter-table';
import { EntryHandler } from './competing/entry-handler';
import { Offsets } from './competing/offsets';
import { StoredDeadLetters } from './competing/stored-dead-letters';
import type { DeadLetters } from './dead-letters';
import type { BroadcastGapHook, BroadcastKnownHook } from './event-context';
import type { EventLog } from './event-log';
import { type EventMetrics, noEventMetrics } from './event-metrics';
import { type Consumer, EventServer } from './event-server';
import type { Outbox } from './outbox';
import { OutboxTable } from './relay/outbox-table';
import { Relay } from './relay/relay';
import { TransactionalOutbox } from './transactional-outbox';
import { defaultTuning, type EventTuning } from './tuning';

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
  /** Domain and source of what this service publishes, and name of its consumer group. */
  service: string;
  /** Names this replica; must differ between replicas. */
  instanceId: string;
  log: EventLog;
  /** Absent in services without a schema: they can only listen, in broadcast mode. */
  store?: EventStore;
  /** `competing`: one replica handles each event, in a transaction. `broadcast`: every replica gets every event. */
  mode: 'competing' | 'broadcast';
  /** Domains to listen to; empty when the service only publishes. */
  domains: readonly string[];
  /** Called in broadcast mode when events can no longer be read. */
  onGap?: BroadcastGapHook;
  /** Which events need not be read in broadcast mode; none, unless said. */
  isKnown?: BroadcastKnownHook;
  metrics?: EventMetrics;
  tracing?: Tracing;
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
    this.server = new EventServer(this.metrics, options.tracing ?? new Tracing());
    this.parts = options.store && this.storeParts(options.store);
    const consumer = options.mode === 'competing' ? this.competingConsumer : this.broadcastConsumer;
    this.server.use(options.domains.map((domain) => consumer.call(this, domain)));
  }

  get outbox(): Outbox {
    return this.stored().outbox;
  }

  get deadLetters(): DeadLetters {
    return this.stored().deadLetters;
  }

  /** Whether this replica publishes its service's events. */
  get isLeader(): boolean {
    return this.parts?.relay.isLeader ?? false;
  }

  /** Starts publishing; listening starts with the server. */
  start(): void {
    this.parts?.relay.start();
  }

  /** Publishes what is at hand and stops. Close the server first: its handlers may still publish something. */
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

  private competingConsumer(domain: string): Consumer {
    const { service, instanceId, log, logger } = this.options;
    const { offsets, handler } = this.stored();
    const reader = log.groupReader(domain, service, instanceId);
    return new CompetingConsumer({ domain, reader, offsets, handler, tuning: this.tuning, metrics: this.metrics, logger });
  }

  private broadcastConsumer(domain: string): Consumer {
    const { log, logger, onGap = () => undefined, isKnown = () => false } = this.options;
    const { handle, concerns } = this.server;
    return new BroadcastConsumer({ domain, reader: log.tailReader(domain), handle, concerns, isKnown, onGap, tuning: this.tuning, logger });
  }

  private stored(): StoreParts {
    if (!this.parts) throw new Error(`${this.options.service} has no schema: it cannot publish events, nor consume them in competition with its replicas`);
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

import { eventually } from '@hallway/testing';

import { EventBus, type EventBusOptions, type EventStore } from '../event-bus';
import type { BroadcastGap, EventContext } from '../event-context';
import type { ReceivedEnvelope } from '../event-envelope';
import type { EventLog } from '../event-log';
import { type EventMetrics, noEventMetrics } from '../event-metrics';
import type { EventTuning } from '../tuning';
import { fastTuning } from './fast-tuning';
import { orderArchived, type OrderPlaced, orderPlaced } from './orders';
import { RecordingLogger } from './recording-logger';
import { BusDatabase } from './test-database';

export interface Effect {
  key: string;
  value: number;
  replica: string;
}

type Handler = (payload: OrderPlaced, context: EventContext) => Promise<void> | void;

interface PublisherOptions {
  relay?: boolean;
  tuning?: Partial<EventTuning>;
  /** Takes another lock than its siblings, so that two lead at once. */
  lock?: string;
}

export interface ListenerOptions {
  handler?: Handler;
  tuning?: Partial<EventTuning>;
  log?: EventLog;
}

/** One running replica. */
export class BusReplica {
  readonly seen: ReceivedEnvelope<OrderPlaced>[] = [];

  constructor(
    readonly name: string,
    readonly bus: EventBus,
    readonly logger: RecordingLogger,
    readonly gaps: BroadcastGap[],
    readonly store: EventStore | undefined,
    private readonly database: BusDatabase,
    /** What its metrics say of the outbox last; the age in seconds. */
    readonly outbox: { depth: number; oldestAge: number },
  ) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      void this.bus.server.listen((error) => (error ? reject(error as Error) : resolve()));
    });
  }

  async publish(...orders: OrderPlaced[]): Promise<void> {
    await this.store?.transactions.run(async (tx) => {
      for (const order of orders) this.bus.outbox.add(tx, orderPlaced, order);
    });
  }

  async archive(order: OrderPlaced): Promise<void> {
    await this.store?.transactions.run(async (tx) => this.bus.outbox.add(tx, orderArchived, order));
  }

  async stop(): Promise<void> {
    await this.bus.server.close();
    await this.bus.stop();
    if (this.store) await this.database.close(this.store.dataSource);
  }
}

/** Services `orders` (publishes) and `billing` (listens) with as many replicas as a test wants. */
export class BusFixture {
  private readonly replicas: BusReplica[] = [];
  private readonly lookers = new Map<string, Promise<EventStore>>();
  private names = 0;

  constructor(
    readonly database: BusDatabase,
    private readonly newLog: (tuning: Partial<EventTuning>) => EventLog,
  ) {}

  /** A replica of `orders`; its relay runs unless the options say otherwise. */
  async publisher({ relay = true, tuning = {}, lock }: PublisherOptions = {}): Promise<BusReplica> {
    const replica = await this.replica('orders', { mode: 'competing', domains: [] }, tuning, undefined, lock);
    if (relay) replica.bus.start();
    return replica;
  }

  /** A replica of `billing` that stores each order in `effects`, in the bus's transaction. */
  async worker({ handler, tuning = {}, log }: ListenerOptions = {}): Promise<BusReplica> {
    const replica = await this.replica('billing', { mode: 'competing', domains: ['orders'] }, tuning, log);
    const store: Handler = async ({ key, value }, { tx, envelope }) => {
      replica.seen.push(envelope as ReceivedEnvelope<OrderPlaced>);
      await tx.query('INSERT INTO effects (key, value, replica) VALUES ($1, $2, $3)', [key, value, replica.name]);
    };
    replica.bus.server.addHandler(
      orderPlaced.type,
      async (payload: OrderPlaced, context: EventContext) => {
        await handler?.(payload, context);
        await store(payload, context);
      },
      true,
    );
    await replica.listen();
    return replica;
  }

  /** A replica of a service without a schema that gets every order. */
  async broadcast({ handler, log }: Pick<ListenerOptions, 'handler' | 'log'> = {}): Promise<BusReplica> {
    const replica = await this.replica('realtime', { mode: 'broadcast', domains: ['orders'] }, {}, log);
    replica.bus.server.addHandler(
      orderPlaced.type,
      async (payload: OrderPlaced, context: EventContext) => {
        replica.seen.push(context.envelope as ReceivedEnvelope<OrderPlaced>);
        await handler?.(payload, context);
      },
      true,
    );
    await replica.listen();
    return replica;
  }

  /** What `billing` has stored, in order. */
  async effects(): Promise<Effect[]> {
    const { dataSource } = await this.lookAt('billing');
    return dataSource.query<Effect[]>('SELECT key, value, replica FROM effects ORDER BY id');
  }

  async untilEffects(count: number, timeoutMs = 30_000): Promise<Effect[]> {
    return eventually(
      async () => {
        const effects = await this.effects();
        expect(effects.length).toBeGreaterThanOrEqual(count);
        return effects;
      },
      { timeoutMs, everyMs: 25 },
    );
  }

  /** A connection to look behind the replicas. */
  lookAt(schema: string): Promise<EventStore> {
    const looker = this.lookers.get(schema) ?? this.database.store(schema);
    this.lookers.set(schema, looker);
    return looker;
  }

  async stop(replica: BusReplica): Promise<void> {
    this.replicas.splice(this.replicas.indexOf(replica), 1);
    await replica.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.splice(0).map((replica) => replica.stop()));
    for (const looker of this.lookers.values()) await this.database.close((await looker).dataSource);
    await this.database.reset();
  }

  private async replica(
    service: string,
    options: Pick<EventBusOptions, 'mode' | 'domains'>,
    ownTuning: Partial<EventTuning>,
    log?: EventLog,
    lock?: string,
  ): Promise<BusReplica> {
    const tuning = { ...fastTuning, ...ownTuning };
    const name = `${service}-${(this.names += 1)}`;
    const store = service === 'realtime' ? undefined : await this.database.store(service);
    const logger = new RecordingLogger();
    const gaps: BroadcastGap[] = [];
    const outbox = { depth: 0, oldestAge: 0 };
    const metrics: EventMetrics = {
      ...noEventMetrics,
      outboxDepth: (_domain, events) => (outbox.depth = events),
      outboxOldestAge: (_domain, seconds) => (outbox.oldestAge = seconds),
    };
    const bus = new EventBus({
      service,
      instanceId: name,
      log: log ?? this.newLog(tuning),
      store: store && { ...store, schema: lock ?? store.schema },
      logger,
      tuning,
      metrics,
      onGap: (gap) => void gaps.push(gap),
      ...options,
    });
    const replica = new BusReplica(name, bus, logger, gaps, store, this.database, outbox);
    this.replicas.push(replica);
    return replica;
  }
}

/** Values by key, in the order of the list. */
export function valuesByKey(items: { key: string; value: number }[]): Record<string, number[]> {
  const byKey: Record<string, number[]> = {};
  for (const { key, value } of items) (byKey[key] ??= []).push(value);
  return byKey;
}

/** `count` orders, spread over the keys in turn; values of a key are 0, 1, 2 … */
export function orders(count: number, keys: string[]): OrderPlaced[] {
  return Array.from({ length: count }, (_, index) => ({
    key: keys[index % keys.length] ?? '',
    value: Math.floor(index / keys.length),
  }));
}

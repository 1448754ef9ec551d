import { eventually } from '@hallway/testing';

import type { EventContext, FanoutGap } from '../event-context';
import { EventBus, type EventBusOptions, type EventStore } from '../event-bus';
import type { EventLog } from '../event-log';
import type { ReceivedEnvelope } from '../event-envelope';
import type { EventTuning } from '../tuning';
import { fastTuning } from './fast-tuning';
import { orderArchived, orderPlaced, type OrderPlaced } from './orders';
import { RecordingLogger } from './recording-logger';
import { BusDatabase } from './test-database';

export interface Effect {
  key: string;
  value: number;
  replica: string;
}

type Handler = (payload: OrderPlaced, context: EventContext) => Promise<void> | void;

interface TellerOptions {
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
export class Replica {
  readonly seen: ReceivedEnvelope<OrderPlaced>[] = [];

  constructor(
    readonly name: string,
    readonly bus: EventBus,
    readonly logger: RecordingLogger,
    readonly gaps: FanoutGap[],
    readonly store: EventStore | undefined,
    private readonly database: BusDatabase,
  ) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      void this.bus.server.listen((error) => (error ? reject(error as Error) : resolve()));
    });
  }

  async tell(...orders: OrderPlaced[]): Promise<void> {
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

/** Services `orders` (tells) and `billing` (listens) with as many replicas as a test wants. */
export class BusWorld {
  private readonly replicas: Replica[] = [];
  private readonly lookers = new Map<string, Promise<EventStore>>();
  private names = 0;

  constructor(
    readonly database: BusDatabase,
    private readonly newLog: (tuning: Partial<EventTuning>) => EventLog,
  ) {}

  /** A replica of `orders`; its relay runs unless told otherwise. */
  async teller({ relay = true, tuning = {}, lock }: TellerOptions = {}): Promise<Replica> {
    const replica = await this.replica('orders', { mode: 'work', domains: [] }, tuning, undefined, lock);
    if (relay) replica.bus.start();
    return replica;
  }

  /** A replica of `billing` that stores each order in `effects`, in the bus's transaction. */
  async worker({ handler, tuning = {}, log }: ListenerOptions = {}): Promise<Replica> {
    const replica = await this.replica('billing', { mode: 'work', domains: ['orders'] }, tuning, log);
    const store: Handler = async ({ key, value }, { tx, envelope }) => {
      replica.seen.push(envelope as ReceivedEnvelope<OrderPlaced>);
      await tx.query('INSERT INTO effects (key, value, replica) VALUES ($1, $2, $3)', [key, value, replica.name]);
    };
    replica.bus.server.addHandler(orderPlaced.type, async (payload: OrderPlaced, context: EventContext) => {
      await handler?.(payload, context);
      await store(payload, context);
    }, true);
    await replica.listen();
    return replica;
  }

  /** A replica of a service without a schema that gets every order. */
  async fanout({ handler, log }: Pick<ListenerOptions, 'handler' | 'log'> = {}): Promise<Replica> {
    const replica = await this.replica('realtime', { mode: 'fanout', domains: ['orders'] }, {}, log);
    replica.bus.server.addHandler(orderPlaced.type, async (payload: OrderPlaced, context: EventContext) => {
      replica.seen.push(context.envelope as ReceivedEnvelope<OrderPlaced>);
      await handler?.(payload, context);
    }, true);
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

  async stop(replica: Replica): Promise<void> {
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
  ): Promise<Replica> {
    const tuning = { ...fastTuning, ...ownTuning };
    const name = `${service}-${(this.names += 1)}`;
    const store = service === 'realtime' ? undefined : await this.database.store(service);
    const logger = new RecordingLogger();
    const gaps: FanoutGap[] = [];
    const bus = new EventBus({
      service,
      instanceId: name,
      log: log ?? this.newLog(tuning),
      store: store && { ...store, schema: lock ?? store.schema },
      logger,
      tuning,
      onGap: (gap) => void gaps.push(gap),
      ...options,
    });
    const replica = new Replica(name, bus, logger, gaps, store, this.database);
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

import { type DynamicModule, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

import {
  BROADCAST_GAP,
  BROADCAST_KNOWN,
  type BroadcastGapHook,
  type BroadcastKnownHook,
  DeadLetters,
  EventBus,
  Outbox,
  RedisEventLog,
} from '@hallway/event-bus';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';
import { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';
import { REDIS } from '@hallway/service-kit/redis';
import { Tracing } from '@hallway/service-kit/tracing';

import { eventMetrics } from './event-metrics';
import type { ServiceEvents } from './service-options';

/** What the bus of a service is made from. */
export interface EventsOptions extends ServiceEvents {
  service: string;
  /** The service has a schema: it may publish events, and handle them in transactions. */
  stored: boolean;
}

type Stores = [redis: Redis, source: DataSource | undefined, transactions: Transactions | undefined];

function storeOf(config: ServiceConfig, source?: DataSource, transactions?: Transactions) {
  if (!source || !transactions) return undefined;
  const { options } = source;
  const schema = ('schema' in options && options.schema) || 'public';
  return { dataSource: source, transactions, connectionString: config.DATABASE_URL, schema };
}

/** A hook of the service, where it has one. */
function hook<Hook>(modules: ModuleRef, token: symbol): Hook | undefined {
  try {
    return modules.get<Hook>(token, { strict: false });
  } catch {
    return undefined;
  }
}

/** Looked for at the first event: the modules are not there yet when the bus is made. */
function knownHook(modules: ModuleRef): BroadcastKnownHook {
  let known: BroadcastKnownHook | undefined;
  return (eventId) => (known ??= hook<BroadcastKnownHook>(modules, BROADCAST_KNOWN) ?? (() => false))(eventId);
}

function busProvider({ service, mode, domains, tuning }: EventsOptions): Provider {
  return {
    provide: EventBus,
    inject: [ServiceConfig, Logger, Metrics, Tracing, ModuleRef, REDIS, { token: DataSource, optional: true }, { token: Transactions, optional: true }],
    useFactory: (config: ServiceConfig, logger: Logger, metrics: Metrics, tracing: Tracing, modules: ModuleRef, ...[redis, source, transactions]: Stores) =>
      new EventBus({
        service,
        instanceId: config.INSTANCE_ID,
        log: new RedisEventLog(redis, tuning),
        store: storeOf(config, source, transactions),
        mode,
        domains,
        onGap: (gap) => hook<BroadcastGapHook>(modules, BROADCAST_GAP)?.(gap),
        isKnown: knownHook(modules),
        metrics: eventMetrics(metrics),
        tracing,
        logger,
        tuning,
      }),
  };
}

/** Gives every module the outbox and the dead letters of a service. */
@Module({})
export class EventsModule {
  static forService(options: EventsOptions): DynamicModule {
    const stored: Provider[] = [
      { provide: Outbox, inject: [EventBus], useFactory: (bus: EventBus) => bus.outbox },
      { provide: DeadLetters, inject: [EventBus], useFactory: (bus: EventBus) => bus.deadLetters },
    ];
    const providers = [busProvider(options), ...(options.stored ? stored : [])];
    return { module: EventsModule, global: true, providers, exports: providers };
  }
}

/** Publishes while the service runs. Belongs to the root module, which Nest ends before the stores. */
@Injectable()
export class EventPublishing implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly bus: EventBus) {}

  onApplicationBootstrap(): void {
    this.bus.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.bus.stop();
  }
}

import { type DynamicModule, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

import { ServiceConfig } from '../config';
import { Transactions } from '../database';
import { DeadLetters, EventBus, FANOUT_GAP, type FanoutGapHook, Outbox, RedisEventLog } from '../events';
import { Logger } from '../log';
import { Metrics } from '../metrics';
import { REDIS } from '../redis';
import { eventMetrics } from './event-metrics';
import type { ServiceEvents } from './service-options';

/** What the bus of a service is made from. */
export interface EventsOptions extends ServiceEvents {
  service: string;
  /** The service has a schema: it may tell events, and handle them in transactions. */
  stored: boolean;
}

type Stores = [redis: Redis, source: DataSource | undefined, transactions: Transactions | undefined];

function storeOf(config: ServiceConfig, source?: DataSource, transactions?: Transactions) {
  if (!source || !transactions) return undefined;
  const { options } = source;
  const schema = ('schema' in options && options.schema) || 'public';
  return { dataSource: source, transactions, connectionString: config.DATABASE_URL, schema };
}

/** The service's hook for lost events, where it has one. */
function gapHook(modules: ModuleRef): FanoutGapHook | undefined {
  try {
    return modules.get<FanoutGapHook>(FANOUT_GAP, { strict: false });
  } catch {
    return undefined;
  }
}

function busProvider({ service, mode, domains, tuning }: EventsOptions): Provider {
  return {
    provide: EventBus,
    inject: [ServiceConfig, Logger, Metrics, ModuleRef, REDIS, { token: DataSource, optional: true }, { token: Transactions, optional: true }],
    useFactory: (config: ServiceConfig, logger: Logger, metrics: Metrics, modules: ModuleRef, ...[redis, source, transactions]: Stores) =>
      new EventBus({
        service,
        instanceId: config.INSTANCE_ID,
        log: new RedisEventLog(redis, tuning),
        store: storeOf(config, source, transactions),
        mode,
        domains,
        onGap: (gap) => gapHook(modules)?.(gap),
        metrics: eventMetrics(metrics),
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

import type { DataSource } from 'typeorm';

import { eventMigrations } from '@hallway/event-bus';
import type { ServiceConfig } from '@hallway/service-kit/config';
import { createDataSource, type DataSourceRequest } from '@hallway/service-kit/database';
import type { Logger } from '@hallway/service-kit/log';
import type { Metrics } from '@hallway/service-kit/metrics';
import { SpanKind, type Tracing } from '@hallway/service-kit/tracing';

import type { ServiceOptions } from './service-options';

/** The pool of a service, whose schema has the tables of the event bus before its own. */
export function createServiceDataSource(request: DataSourceRequest): DataSource {
  return createDataSource({ ...request, migrations: [...eventMigrations, ...request.migrations] });
}

export type DataSourceFactory = (logger: Logger, metrics: Metrics, tracing: Tracing) => DataSource;

/** How to make the data source of a service, or undefined when it has no schema. */
export function dataSourceFactory<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config): DataSourceFactory | undefined {
  const { database } = options;
  if (!database) return undefined;
  return (logger, metrics, tracing) => {
    const durations = metrics.histogram('hallway_db_query_duration_seconds', 'Time of database statements', ['operation']);
    return createServiceDataSource({
      ...database,
      config,
      onConnectionError: (err) => logger.warn('a database connection broke', { err }),
      onQuery: (operation) => {
        const span = tracing.beginWithin({ name: operation, kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } });
        return (seconds) => {
          durations.observe({ operation }, seconds);
          span?.end();
        };
      },
    });
  };
}

interface PoolCounts {
  totalCount?: number;
  idleCount?: number;
  waitingCount?: number;
}

/** How full the pool is, read when the metrics are. */
export function observeDatabase(metrics: Metrics, source: DataSource): void {
  metrics.gauge('hallway_db_pool_connections', 'Connections of the pool, by state', ['state'], (gauge) => {
    const { totalCount = 0, idleCount = 0, waitingCount = 0 } = (source.driver as { master?: PoolCounts }).master ?? {};
    gauge.set({ state: 'used' }, totalCount - idleCount);
    gauge.set({ state: 'idle' }, idleCount);
    gauge.set({ state: 'waiting' }, waitingCount);
  });
}

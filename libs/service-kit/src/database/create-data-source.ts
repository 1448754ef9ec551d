import pg from 'pg';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';

import { ConfigError, parseDatabaseUrl, type ServiceConfig } from '../config';
import { connectionOf, databaseClient } from './database-client';
import { meteredClient, type QueryObserver } from './metered-client';

/** What a service says about its schema. */
export interface DatabaseOptions {
  schema: string;
  entities: (new () => object)[];
  migrations: (new () => MigrationInterface)[];
}

export interface DataSourceRequest extends DatabaseOptions {
  config: ServiceConfig;
  /** Called when an idle connection breaks; the pool replaces it. */
  onConnectionError?: (error: Error) => void;
  onQuery?: QueryObserver;
}

/** Longest statement of a request; migrations have no limit. */
export const statementTimeoutMs = 10_000;
/** A replica that stands still in the middle of a transaction keeps its locks no longer: its siblings wait for them. */
const idleTransactionMs = 3_000;

/** The connection pool of a service: its own schema first, no synchronisation, every wait bounded. */
export function createDataSource({ config, schema, entities, migrations, onConnectionError, onQuery }: DataSourceRequest): DataSource {
  if (!config.DATABASE_URL) throw new ConfigError(['DATABASE_URL is required']);
  const address = parseDatabaseUrl(config.DATABASE_URL);
  const Client = databaseClient(address);
  const options: DataSourceOptions = {
    type: 'postgres',
    // Named here because a bundle has no node_modules to find it in.
    driver: pg,
    database: address.database,
    schema,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migrations',
    synchronize: false,
    installExtensions: false,
    logging: false,
    applicationName: `hallway-${schema}`,
    poolErrorHandler: (error: Error) => onConnectionError?.(error),
    extra: {
      ...connectionOf(address),
      max: config.DATABASE_POOL_MAX,
      connectionTimeoutMillis: 2_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleTransactionMs,
      options: `-c search_path=${schema},extensions`,
      Client: onQuery ? meteredClient(onQuery, Client) : Client,
    },
  };
  return new DataSource(options);
}

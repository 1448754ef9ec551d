import type { DataSource } from 'typeorm';

import { ServiceConfig } from '@hallway/service-kit/config';
import { createDataSource, runMigrations, Transactions } from '@hallway/service-kit/database';
import { createTestDatabase } from '@hallway/testing';

import type { EventStore } from '../event-bus';
import { eventMigrations } from '../migrations';

/** A database with a schema for the service that publishes and one for the service that listens. */
export class BusDatabase {
  private readonly open = new Set<DataSource>();

  private constructor(private readonly database: Awaited<ReturnType<typeof createTestDatabase>>) {}

  static async create(): Promise<BusDatabase> {
    const self = new BusDatabase(await createTestDatabase('orders', 'billing'));
    for (const schema of ['orders', 'billing']) {
      const { dataSource } = await self.store(schema);
      await runMigrations(dataSource);
      await dataSource.query('CREATE TABLE effects (id bigserial PRIMARY KEY, key text NOT NULL, value integer NOT NULL, replica text NOT NULL)');
    }
    return self;
  }

  /** A pool of its own, as a replica has one. */
  async store(schema: string): Promise<EventStore> {
    const connectionString = this.database.urlOf(schema);
    const config = Object.assign(new ServiceConfig(), { DATABASE_URL: connectionString, DATABASE_POOL_MAX: 10 });
    const dataSource = await createDataSource({ config, schema, entities: [], migrations: eventMigrations, onConnectionError: () => undefined }).initialize();
    this.open.add(dataSource);
    return { dataSource, transactions: new Transactions(dataSource), connectionString, schema };
  }

  /** Empties everything but the schema itself. */
  async reset(): Promise<void> {
    for (const schema of ['orders', 'billing']) {
      const { dataSource } = await this.store(schema);
      await dataSource.query('TRUNCATE outbox, outbox_readers, consumer_offsets, dead_letters, effects RESTART IDENTITY');
      await dataSource.query('UPDATE outbox_shards SET last_seq = 0');
      await this.close(dataSource);
    }
  }

  async close(dataSource: DataSource): Promise<void> {
    this.open.delete(dataSource);
    if (dataSource.isInitialized) await dataSource.destroy();
  }

  async drop(): Promise<void> {
    for (const dataSource of [...this.open]) await this.close(dataSource);
    await this.database.drop();
  }
}

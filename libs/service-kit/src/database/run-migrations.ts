import { DataSource, type DataSourceOptions } from 'typeorm';

const identifier = /^[a-z_][a-z0-9_]*$/;

function migratingOptions(options: DataSourceOptions): DataSourceOptions {
  // A migration may take its time, and the lock keeps one connection busy.
  const extra = { ...(options.extra as object), max: 3, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  return { ...options, extra } as DataSourceOptions;
}

function schemaOf(options: DataSourceOptions): string {
  const schema = 'schema' in options ? options.schema : undefined;
  if (!schema || !identifier.test(schema)) throw new Error('A data source needs the name of its schema');
  return schema;
}

/**
 * Runs what is not yet migrated, on connections of its own. An advisory lock makes replicas wait
 * for each other, because TypeORM takes none. Answers the names of the migrations it ran.
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  const schema = schemaOf(dataSource.options);
  const migrating = await new DataSource(migratingOptions(dataSource.options)).initialize();
  const lock = migrating.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`hallway:migrations:${schema}`]);
    // CREATE SCHEMA asks for rights on the database even when there is nothing to do.
    const [found] = (await lock.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])) as object[];
    if (!found) await lock.query(`CREATE SCHEMA "${schema}"`);
    const ran = await migrating.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } finally {
    // Closing the connection gives the lock back.
    await lock.release();
    await migrating.destroy();
  }
}

import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';

interface PreparedClient {
  query<Row>(query: { name: string; text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
}

async function runOn<Row>(runner: QueryRunner, name: string, sql: string, params: unknown[]): Promise<Row[]> {
  const client = (await runner.connect()) as PreparedClient;
  return (await client.query<Row>({ name, text: sql, values: params })).rows;
}

/**
 * Runs a named statement, which each connection parses and plans only once.
 * `name` belongs to exactly one text. With a data source it runs outside of any transaction.
 */
export async function prepared<Row>(on: EntityManager | DataSource, name: string, sql: string, params: unknown[]): Promise<Row[]> {
  const runner = on instanceof DataSource ? undefined : on.queryRunner;
  if (runner) return runOn<Row>(runner, name, sql, params);
  const own = (on instanceof DataSource ? on : on.dataSource).createQueryRunner();
  try {
    return await runOn<Row>(own, name, sql, params);
  } finally {
    await own.release();
  }
}

import pg from 'pg';

import type { AuthUnderTest } from './auth-service';

/** Asks the database of the service as its owner, past the service. */
export async function onDatabase({ database }: AuthUnderTest, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

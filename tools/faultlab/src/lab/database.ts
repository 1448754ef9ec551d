import pg from 'pg';

import type { Lab } from './lab';

/** Looks into the database of a lab, or changes it, behind the backs of the services. */
export async function withDatabase<Result>(lab: Lab, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: lab.databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // told by the failed query
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // a lost connection has ended already
  }
}

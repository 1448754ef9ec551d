import pg from 'pg';

/** Looks into a database, or changes it, behind the backs of the services. */
export async function withDatabase<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // told by the failed query
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // a lost connection has ended already
  }
}

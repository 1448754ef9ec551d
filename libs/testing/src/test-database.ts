import { randomBytes } from 'node:crypto';
import pg from 'pg';

import { createDatabase, provision } from '../../../tools/local-stack/provision.mjs';
import { storeUrl } from './store-url';

/** A database of its own for one spec file, set up exactly as `npm start` does it. */
export interface TestDatabase {
  /** As the service's own role: it owns its schema and sees no other. */
  url: string;
  /** As the superuser, for looking behind the service's back. */
  ownerUrl: string;
  /** As the role of another schema of the same database, for proving that a foreign select is refused. */
  urlOf(schema: string): string;
  /** Ends every connection and removes the database and its roles. */
  drop(): Promise<void>;
}

/**
 * Makes a fresh database with the role and the (empty) schema of a service.
 *
 * @param schemas the service's schema, or several when one spec file runs several services
 */
export async function createTestDatabase(...schemas: [string, ...string[]]): Promise<TestDatabase> {
  const serverUrl = storeUrl('TEST_DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const roles = schemas.map((schema) => ({ schema, role: `${name}_${schema}`, password: randomBytes(8).toString('hex') }));
  const ownerUrl = await createDatabase(serverUrl, name);
  const urls: Record<string, string> = await provision(ownerUrl, roles);
  const urlOf = (schema: string): string => {
    const url = urls[schema];
    if (!url) throw new Error(`This test database has no schema ${schema}, only ${schemas.join(', ')}`);
    return url;
  };
  return { url: urlOf(schemas[0]), ownerUrl, urlOf, drop: () => dropDatabase(serverUrl, name, roles) };
}

async function dropDatabase(serverUrl: string, name: string, roles: { role: string }[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    for (const { role } of roles) await client.query(`drop role if exists ${role}`);
  } finally {
    await client.end();
  }
}

import pg from 'pg';

import { prepareDatabase } from '../../libs/store-setup/src/prepare-database.mjs';
import { StackError } from './stack-error.mjs';

/**
 * Prepares a database for services of this machine.
 *
 * @param ownerUrl a role that may create roles and schemas, connected to the database to prepare
 * @param roles `{ schema, role, password }` for each service
 * @returns the connection URL of each schema's role
 */
export async function provision(ownerUrl, roles) {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new StackError(`The database at ${hostOf(ownerUrl)} does not accept the connection: ${error.message}`);
  }
  try {
    await prepareDatabase(client, roles);
  } catch (error) {
    if (error.name !== 'PrepareError') throw error;
    throw new StackError(`The database in DATABASE_URL cannot be prepared. ${error.message}`);
  } finally {
    await client.end();
  }
  return Object.fromEntries(roles.map((role) => [role.schema, urlFor(ownerUrl, role)]));
}

/** Creates the database when the server does not have it. */
export async function createDatabase(ownerUrl, name) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).href;
}

function urlFor(ownerUrl, { role, password }) {
  return Object.assign(new URL(ownerUrl), { username: role, password }).href;
}

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return 'DATABASE_URL (which is no valid URL)';
  }
}

import pg from 'pg';
import { StackError } from './stack-error.mjs';

/** The services that keep tables, each in the schema of its own name. */
export const SCHEMAS = ['auth', 'conversations', 'messages', 'uploads'];

const EXTENSIONS = ['pg_trgm', 'unaccent'];

/**
 * Gives each service a database role that owns its own schema and sees no other, and makes the extensions available.
 * Doing it again changes nothing but the passwords.
 *
 * @param ownerUrl a role that may create roles and schemas, connected to the database to provision
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
    // Two starts against one server would otherwise race on the shared role catalogue.
    await client.query(`select pg_advisory_lock(hashtext('hallway-provision'))`);
    await createExtensions(client);
    for (const role of roles) await createRole(client, role);
  } catch (error) {
    if (error.code !== '42501') throw error;
    throw new StackError(`The user in DATABASE_URL lacks a right that setting up needs (${error.message}); it must be allowed to create roles, schemas and the extensions ${EXTENSIONS.join(', ')}.`);
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

async function createExtensions(client) {
  await client.query('create schema if not exists extensions');
  for (const name of EXTENSIONS) await client.query(`create extension if not exists ${name} schema extensions`);
  await client.query('grant usage on schema extensions to public');
}

async function createRole(client, { schema, role, password }) {
  const [roleId, schemaId] = [pg.escapeIdentifier(role), pg.escapeIdentifier(schema)];
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${roleId} login`);
  await client.query(`alter role ${roleId} with login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
  const { rows } = await client.query('select current_database() as database, rolsuper from pg_roles where rolname = current_user');
  if (!rows[0].rolsuper) await client.query(`grant ${roleId} to current_user`); // needed to hand the schema over
  const database = pg.escapeIdentifier(rows[0].database);
  await client.query(`grant connect, temporary on database ${database} to ${roleId}`);
  await client.query(`create schema if not exists ${schemaId} authorization ${roleId}`);
  await client.query(`alter role ${roleId} in database ${database} set search_path = ${schemaId}, extensions`);
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

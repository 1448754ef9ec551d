/** What the owner of a database has to do before it can be prepared; the message is one sentence for that person. */
export class PrepareError extends Error {
  name = 'PrepareError';
}

/** The oldest PostgreSQL that Hallway runs on: `server_version_num`. */
const OLDEST = 150_000;

const EXTENSIONS = ['pg_trgm', 'unaccent'];

/**
 * Gives each service a role that owns the schema of the service and sees no other, and makes the extensions available.
 * All or nothing; doing it again changes nothing but the passwords.
 *
 * @param {{ query: (sql: string, values?: unknown[]) => Promise<{ rows: any[] }>, escapeIdentifier: (name: string) => string, escapeLiteral: (text: string) => string }} client
 *   of pg, connected to the database as one who may create roles and schemas
 * @param {{ schema: string, role: string, password: string }[]} roles of the services
 * @throws {PrepareError} when the server is too old, lacks an extension, or its user lacks a right
 */
export async function prepareDatabase(client, roles) {
  try {
    await client.query('begin');
    // Several that prepare at once would otherwise fail on each other's rows.
    await client.query(`select pg_advisory_xact_lock(hashtext('hallway-prepare'))`);
    const server = await readServer(client);
    await createExtensions(client);
    for (const role of roles) await prepareRole(client, server, role);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection is gone, and its transaction with it
    throw explained(error);
  }
}

async function readServer(client) {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
            quote_ident(current_database()) as database, rolsuper as superuser
       from pg_roles where rolname = current_user`,
  );
  const [server] = rows;
  if (server.version < OLDEST) throw new PrepareError(`The server is PostgreSQL ${server.name}; Hallway needs 15 or newer.`);
  return server;
}

async function createExtensions(client) {
  await client.query('create schema if not exists extensions');
  for (const name of EXTENSIONS) await createExtension(client, name);
  await client.query('grant usage on schema extensions to public');
}

async function createExtension(client, name) {
  await client.query(`create extension if not exists ${name} schema extensions`);
  const { rows } = await client.query('select extnamespace::regnamespace::text as schema from pg_extension where extname = $1', [name]);
  const [{ schema }] = rows;
  if (schema === 'extensions') return;
  throw new PrepareError(`The extension ${name} is in the schema ${schema}; move it where services look: ALTER EXTENSION ${name} SET SCHEMA extensions.`);
}

async function prepareRole(client, { database, superuser }, { schema, role, password }) {
  const [roleId, schemaId] = [client.escapeIdentifier(role), client.escapeIdentifier(schema)];
  const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rows.length === 0) await client.query(`create role ${roleId} login`);
  // A new role has none of these rights; only a superuser may take them from one that was there.
  const lesser = superuser ? 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls' : '';
  await client.query(`alter role ${roleId} with login ${lesser} password ${client.escapeLiteral(password)}`);
  if (!superuser) await client.query(`grant ${roleId} to current_user`); // needed to hand the schema over
  await client.query(`grant connect, temporary on database ${database} to ${roleId}`);
  await client.query(`create schema if not exists ${schemaId} authorization ${roleId}`);
  await client.query(`alter role ${roleId} in database ${database} set search_path = ${schemaId}, extensions`);
}

/** By SQLSTATE. */
const REASONS = {
  42501: (message) =>
    `Its user lacks a right that preparing needs (${message}); it must be allowed to create roles, schemas and the extensions ${EXTENSIONS.join(', ')}.`,
  '0A000': (message) => `The server lacks what Hallway needs (${message}); install the contrib package of PostgreSQL.`,
};

function explained(error) {
  const reason = REASONS[error.code];
  return reason ? new PrepareError(reason(error.message), { cause: error }) : error;
}

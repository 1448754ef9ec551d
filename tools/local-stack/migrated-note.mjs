import pg from 'pg';

/**
 * Which build brought a schema up to date last. It is written as the comment of the schema, so that it goes where the data
 * goes: a backup that is put back brings the note of its own time with it.
 */
const noteOf = (build) => `Brought up to date by build ${build} of Hallway`;

/** Whether this build has brought every one of the schemas up to date. */
export function isMigrated(ownerUrl, schemas, build) {
  const found = `select count(*)::int as noted from pg_namespace where nspname = any($1) and obj_description(oid, 'pg_namespace') = $2`;
  return connected(ownerUrl, async (client) => (await client.query(found, [schemas, noteOf(build)])).rows[0].noted === schemas.length);
}

/** Notes it; to be called once the migrations have ended well. */
export function noteMigrated(ownerUrl, schemas, build) {
  const statements = schemas.map((schema) => `comment on schema ${pg.escapeIdentifier(schema)} is ${pg.escapeLiteral(noteOf(build))}`);
  return connected(ownerUrl, (client) => client.query(statements.join('; ')));
}

async function connected(ownerUrl, work) {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';

import { isMigrated, noteMigrated } from '../../../tools/local-stack/migrated-note.mjs';
import { provision } from '../../../tools/local-stack/provision.mjs';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;
let owner: string;
let role: string;

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

beforeAll(async () => {
  database = await createTestDatabase('auth');
  owner = `owner_${randomBytes(6).toString('hex')}`;
  role = `${owner}_notes`;
  await asSuperuser(
    `create role ${owner} login createrole password 'owner'; alter database ${new URL(database.ownerUrl).pathname.slice(1)} owner to ${owner}; alter schema extensions owner to ${owner}`,
  );
});
afterAll(async () => {
  await asSuperuser(
    `drop owned by ${role}, ${owner} cascade; drop role ${role}; alter database ${new URL(database.ownerUrl).pathname.slice(1)} owner to current_user; drop role ${owner}`,
  );
  await database.drop();
});

describe('setting up a database', () => {
  it('takes a user who may create roles and owns the database, and no superuser', async () => {
    const url = Object.assign(new URL(database.ownerUrl), { username: owner, password: 'owner' }).href;
    for (const password of ['first', 'second']) {
      const { notes } = await provision(url, [{ schema: 'notes', role, password }]);
      const client = new pg.Client({ connectionString: notes });
      await client.connect();
      await client.query('create table if not exists notes (id int)').finally(() => client.end());
    }
    await noteMigrated(url, ['notes'], 'a');
    expect(await isMigrated(url, ['notes'], 'a')).toBe(true);
  });

  it('refuses an extension where services do not look, and leaves everything as it was', async () => {
    const elsewhere = await createTestDatabase('messages');
    const client = new pg.Client({ connectionString: elsewhere.ownerUrl });
    await client.connect();
    try {
      await client.query('alter extension unaccent set schema public');
      const preparing = provision(elsewhere.ownerUrl, [{ schema: 'letters', role: `${role}_letters`, password: 'third' }]);
      await expect(preparing).rejects.toThrow('unaccent is in the schema public; move it where services look');
      const { rows } = await client.query(`select 1 from pg_namespace where nspname = 'letters'`);
      expect(rows).toEqual([]);
    } finally {
      await client.end();
      await elsewhere.drop();
    }
  });
});

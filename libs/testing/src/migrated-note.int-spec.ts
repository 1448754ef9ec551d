import pg from 'pg';

import { isMigrated, noteMigrated } from '../../../tools/local-stack/migrated-note.mjs';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase('auth', 'messages');
});
afterEach(() => database.drop());

const migrated = (build: string): Promise<boolean> => isMigrated(database.ownerUrl, ['auth', 'messages'], build);

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe('the note of what was migrated', () => {
  it('counts for the build that wrote it, and for all of its schemas', async () => {
    expect(await migrated('one')).toBe(false);
    await noteMigrated(database.ownerUrl, ['auth'], 'one');
    expect(await migrated('one')).toBe(false);
    await noteMigrated(database.ownerUrl, ['auth', 'messages'], 'one');
    expect([await migrated('one'), await migrated('another')]).toEqual([true, false]);
  });

  it('ends with the schema', async () => {
    await noteMigrated(database.ownerUrl, ['auth', 'messages'], 'one');
    await asOwner('drop schema messages; create schema messages');
    expect(await migrated('one')).toBe(false);
  });
});

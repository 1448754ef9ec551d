import { type MigratedDatabase, migratedDatabase } from '../../test/migrated-database';

let database: MigratedDatabase;
beforeAll(async () => {
  database = await migratedDatabase();
});
afterAll(() => database.close());

interface StoredColumn {
  name: string;
  type: string;
  nullable: boolean;
}

const shortNames: Record<string, string> = { 'timestamp with time zone': 'timestamptz' };

describe('the tables', () => {
  it('have the columns that the entities name, with the same types', async () => {
    for (const entity of database.dataSource.entityMetadatas) {
      const stored: StoredColumn[] = await database.dataSource.query(
        `SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable
         FROM information_schema.columns WHERE table_schema = 'conversations' AND table_name = $1 ORDER BY 1`,
        [entity.tableName],
      );
      const named = entity.columns.map(({ databaseName: name, type, isNullable: nullable }) => ({ name, type: String(type), nullable }));
      expect(stored.map(({ type, ...column }) => ({ ...column, type: shortNames[type] ?? type }))).toEqual(named.sort((a, b) => (a.name < b.name ? -1 : 1)));
    }
  });

  it('have constraints and indexes named after table and columns', async () => {
    const rows: { table: string; name: string }[] = await database.dataSource.query(
      `SELECT tablename AS table, indexname AS name FROM pg_indexes WHERE schemaname = 'conversations'
       UNION SELECT conrelid::regclass::text, conname FROM pg_constraint
       WHERE connamespace = 'conversations'::regnamespace AND contype <> 'n'`,
    );
    const ours = rows.filter(({ table }) =>
      ['conversations', 'conversation_participants', 'invites', 'removals', 'users'].includes(table.replace(/^.*\./, '')),
    );
    expect(ours.length).toBeGreaterThan(10);
    for (const { table, name } of ours) expect(name).toMatch(new RegExp(`^${table.replace(/^.*\./, '')}_\\w+_(pk|uq|fk|ck|idx)$`));
  });
});

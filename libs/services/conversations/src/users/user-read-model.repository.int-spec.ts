import { v7 as uuidv7 } from 'uuid';

import { type MigratedDatabase, migratedDatabase } from '../../test/migrated-database';
import { UserReadModelRepository } from './user-read-model.repository';

let database: MigratedDatabase;
let users: UserReadModelRepository;
beforeAll(async () => {
  database = await migratedDatabase();
  users = new UserReadModelRepository(database.dataSource);
});
afterAll(() => database.close());

const profile = (displayName: string, id = uuidv7()) => ({ id, username: `u-${id.slice(-6)}`, displayName, avatarUrl: null, statusText: '' });
const one = async (id: string) => (await users.findByIds([id]))[0];

describe('a person', () => {
  it('who is looked up does not overwrite what an event has brought', async () => {
    const newer = profile('new');
    await database.transactions.run((tx) => users.upsert(tx, newer));
    await database.transactions.run((tx) => users.insertMissing(tx, [profile('old', newer.id), profile('other')]));
    expect(await one(newer.id)).toMatchObject({ displayName: 'new' });
  });

  it('is replaced by a newer profile', async () => {
    const first = { ...profile('first'), avatarUrl: '/a' };
    await database.transactions.run((tx) => users.upsert(tx, first));
    await database.transactions.run((tx) => users.upsert(tx, { ...first, displayName: 'second', avatarUrl: null }));
    expect(await one(first.id)).toMatchObject({ displayName: 'second', avatarUrl: null, deactivatedAt: null });
  });

  it('who has gone stays gone, whatever is told later', async () => {
    const gone = profile('gone');
    await database.transactions.run((tx) => users.upsert(tx, gone));
    await database.transactions.run((tx) => users.deactivate(tx, gone.id));
    const { deactivatedAt } = (await one(gone.id))!;
    await database.transactions.run((tx) => users.upsert(tx, { ...gone, displayName: 'late' }));
    expect(await one(gone.id)).toMatchObject({ displayName: 'late', deactivatedAt });
    expect(deactivatedAt).toBeInstanceOf(Date);
  });
});

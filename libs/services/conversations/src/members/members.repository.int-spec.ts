import { v7 as uuidv7 } from 'uuid';

import { type MigratedDatabase, migratedDatabase, storeGroup } from '../../test/migrated-database';
import { MembersRepository } from './members.repository';

let database: MigratedDatabase;
let members: MembersRepository;
beforeAll(async () => {
  database = await migratedDatabase();
  members = new MembersRepository(database.dataSource);
});
afterAll(() => database.close());

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;

async function group(...roles: string[]): Promise<{ id: string; people: string[] }> {
  const id = uuidv7();
  const people = roles.map(() => uuidv7());
  await storeGroup(
    database.dataSource,
    id,
    roles.map((role, index) => ({ id: people[index]!, role, joinedAt: at(index) })),
  );
  return { id, people };
}

const successor = (id: string) => database.transactions.run((tx) => members.successor(tx, id));

describe('the successor of an owner', () => {
  it('is the admin who joined first, even after members', async () => {
    const { id, people } = await group('member', 'admin', 'admin');
    expect((await successor(id))?.userId).toBe(people[1]);
  });

  it('is the member who joined first where there is no admin', async () => {
    const { id, people } = await group('member', 'member');
    expect((await successor(id))?.userId).toBe(people[0]);
  });

  it('is no member in an empty conversation', async () => {
    const { id } = await group();
    expect(await successor(id)).toBeNull();
  });
});

describe('a page of members', () => {
  it('goes on behind the cursor, also among people who joined at the same moment', async () => {
    const id = uuidv7();
    const people = Array.from({ length: 5 }, () => uuidv7());
    await storeGroup(
      database.dataSource,
      id,
      people.map((person) => ({ id: person, role: 'member', joinedAt: at(1) })),
    );
    const first = await members.page(id, 2);
    const rest = await members.page(id, 9, { joinedAt: at(1), userId: first[1]!.userId });
    expect([...first, ...rest].map(({ userId }) => userId)).toEqual([...people].sort());
  });
});

describe('a conversation', () => {
  it('never has two owners', async () => {
    const { id, people } = await group('owner', 'member');
    const member = { conversationId: id, userId: people[1]! };
    await expect(database.transactions.run((tx) => members.setRole(tx, member, 'owner'))).rejects.toThrow(/role_uq/);
  });

  it('shows its version together with its members', async () => {
    const { id, people } = await group('owner', 'member');
    await database.transactions.run(async (tx) => {
      expect(await members.lockConversation(tx, id)).toEqual({ id, type: 'group', memberCount: 2, version: 1 });
      expect(await members.advance(tx, id, { versions: 3, members: 0 })).toBe(4);
    });
    const rows = await members.snapshot(id);
    expect(rows.map(({ version, userId, role }) => [version, userId, role])).toEqual([
      [4, people[0], 'owner'],
      [4, people[1], 'member'],
    ]);
  });

  it('is seen from each side, and from no side of strangers', async () => {
    const { id, people } = await group('owner', 'member');
    const own = await members.own(id, [...people, uuidv7()]);
    expect(own.map(({ userId, role }) => [userId, role]).sort()).toEqual(
      [
        [people[0], 'owner'],
        [people[1], 'member'],
      ].sort(),
    );
    expect((await members.ofUser(people[1]!)).map(({ conversationId }) => conversationId)).toEqual([id]);
  });
});

import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import type { MemberChange, MemberSnapshot } from '@hallway/contracts-conversations';
import { createServiceDataSource } from '@hallway/service-host';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { runMigrations, Transactions } from '@hallway/service-kit/database';
import { createTestDatabase, type TestDatabase } from '@hallway/testing';

import { MessagesConfig } from '../config';
import { messagesService } from '../messages.service-definition';
import { MemberReadModelRepository } from './member-read-model.repository';

let testDatabase: TestDatabase;
let dataSource: DataSource;
let repository: MemberReadModelRepository;
let transactions: Transactions;

beforeAll(async () => {
  testDatabase = await createTestDatabase('messages');
  const config = loadConfig(MessagesConfig, testEnvironment({ DATABASE_URL: testDatabase.url }));
  dataSource = createServiceDataSource({ ...messagesService.database!, config });
  await runMigrations(dataSource);
  await dataSource.initialize();
  repository = new MemberReadModelRepository(dataSource);
  transactions = new Transactions(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await testDatabase.drop();
});

const joinedAt = '2026-01-01T00:00:00.000Z';
const people = [uuidv7(), uuidv7(), uuidv7()];
const nameOf = (userId: string): string => `U${people.indexOf(userId)}`;

/** What the owner did: at each version one person came or went. */
interface Step {
  person: number;
  present: boolean;
}

const changeAt = (conversationId: string, steps: Step[], version: number): { change: MemberChange; removed: boolean } => {
  const { person, present } = steps[version - 1]!;
  const userId = people[person]!;
  const change = { conversationId, conversationType: 'group' as const, version, userId, username: nameOf(userId), role: 'member' as const, joinedAt };
  return { change, removed: !present };
};

const presentAt = (steps: Step[], version: number): string[] =>
  people.filter(
    (_, person) =>
      steps
        .slice(0, version)
        .filter((step) => step.person === person)
        .at(-1)?.present ?? false,
  );

const snapshotAt = (conversationId: string, steps: Step[], version: number): MemberSnapshot => ({
  conversationId,
  type: 'group',
  version,
  members: presentAt(steps, version).map((userId) => ({ userId, username: nameOf(userId), role: 'member', joinedAt })),
});

const members = async (conversationId: string): Promise<string[]> => {
  const found = await Promise.all(people.map((userId) => repository.find(undefined, conversationId, userId)));
  return people.filter((_, place) => found[place]);
};

describe('the read model of memberships', () => {
  it('ends right whatever order changes and snapshots come in, and however often', async () => {
    const step = fc.record({ person: fc.nat({ max: 2 }), present: fc.boolean() });
    const history = fc.array(step, { minLength: 1, maxLength: 8 }).chain((steps) => {
      const version = fc.integer({ min: 1, max: steps.length });
      const delivered = fc.shuffledSubarray(
        steps.flatMap((_, n) => [n + 1, n + 1]),
        { minLength: steps.length * 2 },
      );
      return fc.record({
        steps: fc.constant(steps),
        delivered,
        snapshots: fc.array(fc.record({ version, before: fc.nat({ max: steps.length * 2 }) }), { maxLength: 3 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, delivered, snapshots }) => {
        const conversationId = uuidv7();
        for (let place = 0; place <= delivered.length; place += 1) {
          for (const { version, before } of snapshots) {
            if (before === place) await transactions.run((tx) => repository.applySnapshot(tx, snapshotAt(conversationId, steps, version)));
          }
          const version = delivered[place];
          if (version === undefined) continue;
          const { change, removed } = changeAt(conversationId, steps, version);
          await transactions.run((tx) => repository.applyChange(tx, change, removed));
        }
        expect(await members(conversationId)).toEqual(presentAt(steps, steps.length));
      }),
      { numRuns: 60 },
    );
  });

  it('knows a conversation only once everyone in it is known', async () => {
    const conversationId = uuidv7();
    const steps: Step[] = [
      { person: 0, present: true },
      { person: 1, present: true },
    ];
    const { change } = changeAt(conversationId, steps, 2);
    await transactions.run((tx) => repository.applyChange(tx, change, false));
    expect([await repository.knownVersion(conversationId), await repository.unknownOf([conversationId])]).toEqual([undefined, [conversationId]]);
    await transactions.run((tx) => repository.applySnapshot(tx, snapshotAt(conversationId, steps, 2)));
    expect([await repository.knownVersion(conversationId), await repository.unknownOf([conversationId])]).toEqual([2, []]);
    expect(await members(conversationId)).toEqual(people.slice(0, 2));
  });

  it('is not brought back by anything once the conversation is deleted', async () => {
    const conversationId = uuidv7();
    const steps: Step[] = [
      { person: 0, present: true },
      { person: 1, present: true },
    ];
    await transactions.run((tx) => repository.applySnapshot(tx, snapshotAt(conversationId, steps, 1)));
    await transactions.run((tx) => repository.markDeleted(tx, conversationId, 2));
    await transactions.run((tx) => repository.applySnapshot(tx, snapshotAt(conversationId, steps, 2)));
    await transactions.run((tx) => repository.applyChange(tx, changeAt(conversationId, steps, 2).change, false));
    expect(await members(conversationId)).toEqual([]);
  });
});

describe('the migrations', () => {
  it('can be undone and done again', async () => {
    const other = await createTestDatabase('messages');
    const config = loadConfig(MessagesConfig, testEnvironment({ DATABASE_URL: other.url }));
    const source = createServiceDataSource({ ...messagesService.database!, config });
    try {
      const count = (await runMigrations(source)).length;
      await source.initialize();
      for (let n = 0; n < count; n += 1) await source.undoLastMigration();
      const left = await source.query<object[]>(
        `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'messages' AND c.relkind = 'r' AND c.relname <> 'migrations'`,
      );
      expect(left).toEqual([]);
      expect(await runMigrations(source)).toHaveLength(count);
    } finally {
      await source.destroy();
      await other.drop();
    }
  });
});

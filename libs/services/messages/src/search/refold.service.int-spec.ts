import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { foldingVersion } from '@hallway/markup/folding';
import { createServiceDataSource } from '@hallway/service-host';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { runMigrations, Transactions } from '@hallway/service-kit/database';
import type { Logger } from '@hallway/service-kit/log';
import { createTestDatabase, type TestDatabase } from '@hallway/testing';

import { MessagesConfig } from '../config';
import { messagesService } from '../messages.service-definition';
import { RefoldRepository } from './refold.repository';
import { RefoldService } from './refold.service';

const count = 450;

describe('RefoldService', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let service: RefoldService;

  beforeAll(async () => {
    testDatabase = await createTestDatabase('messages');
    dataSource = createServiceDataSource({
      ...messagesService.database!,
      config: loadConfig(MessagesConfig, testEnvironment({ DATABASE_URL: testDatabase.url })),
    });
    await runMigrations(dataSource);
    await dataSource.initialize();
    service = new RefoldService(new RefoldRepository(), new Transactions(dataSource), { warn: fail } as unknown as Logger);
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await testDatabase.drop();
  });

  const fail = (message: string, context: object): never => {
    throw new Error(message, { cause: context });
  };

  const texts = async () =>
    (await dataSource.query<{ text: string | null }[]>('SELECT search_text AS text FROM messages ORDER BY seq')).map(({ text }) => text);
  const finished = async () =>
    (await dataSource.query<object[]>('SELECT FROM search_refolds WHERE version = $1 AND finished_at IS NOT NULL', [foldingVersion])).length === 1;

  it('has nothing to do where nothing was folded before', async () => {
    expect(await finished()).toBe(true);
    expect(await service.foldSome()).toBe(false);
  });

  it('folds all messages anew, batch by batch, and none that is deleted', async () => {
    const seqs = Array.from({ length: count }, (_, n) => n + 1);
    await dataSource.query(
      `INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at, deleted_at)
       SELECT $1, n, n, gen_random_uuid(), $1, gen_random_uuid(), CASE WHEN n % 9 > 0 THEN 'it’s Zoë ' || n END, CASE WHEN n % 9 > 0 THEN ' as before' END, now(), CASE WHEN n % 9 = 0 THEN now() END
       FROM unnest($2::integer[]) n`,
      [uuidv7(), seqs],
    );
    await dataSource.query('UPDATE search_refolds SET finished_at = NULL');
    let batches = 0;
    while (await service.foldSome()) batches += 1;
    expect(batches).toBe(Math.ceil((count - count / 9) / 200));
    expect(await texts()).toEqual(seqs.map((n) => (n % 9 > 0 ? ` it ' s zoe ${n}` : null)));
  });

  it('is finished when replicas of the version before are gone', async () => {
    expect(await finished()).toBe(false);
    await dataSource.query(`UPDATE search_refolds SET began_at = now() - interval '2 hours'`);
    expect([await service.foldSome(), await finished()]).toEqual([false, true]);
  });

  it('leaves alone what was changed since it was read', async () => {
    const repository = new RefoldRepository();
    const [{ id }] = (await dataSource.query<{ id: string }[]>('SELECT id FROM messages WHERE seq = 1')) as [{ id: string }];
    await dataSource.query(`UPDATE messages SET search_text = ' edited', edited_at = now() WHERE seq = 1`);
    await new Transactions(dataSource).run((tx) => repository.fold(tx, [{ id, edited_at: null, searchText: ' stale' }]));
    expect((await texts())[0]).toBe(' edited');
  });
});

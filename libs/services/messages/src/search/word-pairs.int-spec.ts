import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { createServiceDataSource } from '@hallway/service-host';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { runMigrations } from '@hallway/service-kit/database';
import { createTestDatabase, type TestDatabase } from '@hallway/testing';
import { differentPairs, samePairs, type WordPair } from '@hallway/testing/word-pairs';

import { MessagesConfig } from '../config';
import { messagesService } from '../messages.service-definition';
import { SearchRepository } from './search.repository';
import { searchTerms, searchText } from './search-text';

describe('words of many languages in PostgreSQL', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let repository: SearchRepository;
  const [userId, conversationId] = [uuidv7(), uuidv7()];
  const written = [...samePairs, ...differentPairs].map((pair) => pair.written);

  beforeAll(async () => {
    testDatabase = await createTestDatabase('messages');
    dataSource = createServiceDataSource({
      ...messagesService.database!,
      config: loadConfig(MessagesConfig, testEnvironment({ DATABASE_URL: testDatabase.url })),
    });
    await runMigrations(dataSource);
    await dataSource.initialize();
    repository = new SearchRepository(dataSource);
    await dataSource.query(
      `INSERT INTO memberships (conversation_id, user_id, username, role, joined_at, version) VALUES ($1, $2, 'ana', 'member', now(), 1)`,
      [conversationId, userId],
    );
    await dataSource.query(
      `INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at)
       SELECT $1, n, n, gen_random_uuid(), $2, gen_random_uuid(), 'x', text, to_timestamp(n) FROM unnest($3::text[]) WITH ORDINALITY AS t (text, n)`,
      [conversationId, userId, written.map((words) => searchText(`Well, ${words} it is.`))],
    );
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await testDatabase.drop();
  });

  /** Those of the pairs of which the search for the one finds the other. */
  async function found(pairs: readonly WordPair[]): Promise<WordPair[]> {
    const answers = await Promise.all(
      pairs.map(async (pair) => {
        const places = await repository.find({ userId, terms: searchTerms(pair.typed), limit: 1_000 });
        return places.some(({ seq }) => written[seq - 1] === pair.written) ? [pair] : [];
      }),
    );
    return answers.flat();
  }

  it('are found however they are typed', async () => {
    expect(await found(samePairs)).toEqual(samePairs);
  });

  it('are not found by different words', async () => {
    expect(await found(differentPairs)).toEqual([]);
  });
});

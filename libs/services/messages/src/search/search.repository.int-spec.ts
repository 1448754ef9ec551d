import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { createServiceDataSource } from '@hallway/service-host';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { runMigrations } from '@hallway/service-kit/database';
import { createTestDatabase, type TestDatabase } from '@hallway/testing';

import { MessagesConfig } from '../config';
import { messagesService } from '../messages.service-definition';
import { SearchRepository } from './search.repository';
import type { SearchRequest } from './search-port';

/** More messages than are looked at before the index is asked; the quiet conversation lies among those that are not. */
const sizes = { busy: 5_600, quiet: 40 };

describe('SearchRepository', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let repository: SearchRepository;
  const [userId, busy, quiet, closed] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];

  beforeAll(async () => {
    testDatabase = await createTestDatabase('messages');
    const config = loadConfig(MessagesConfig, testEnvironment({ DATABASE_URL: testDatabase.url }));
    dataSource = createServiceDataSource({ ...messagesService.database!, config });
    await runMigrations(dataSource);
    await dataSource.initialize();
    repository = new SearchRepository(dataSource);
    for (const conversationId of [busy, quiet]) await join(conversationId);
    await fill(busy, sizes.busy, 2_000);
    await fill(quiet, sizes.quiet, 2_100);
    await fill(closed, sizes.quiet, 9_000);
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await testDatabase.drop();
  });

  const join = (conversationId: string) =>
    dataSource.query(`INSERT INTO memberships (conversation_id, user_id, username, role, joined_at, version) VALUES ($1, $2, 'ana', 'member', now(), 1)`, [
      conversationId,
      userId,
    ]);

  /** Messages of which each has a common word, every 7th an uncommon one, and every 1000th a rare one; two share each moment. */
  const fill = (conversationId: string, count: number, from: number) =>
    dataSource.query(
      `INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at)
       SELECT $1, n, n, gen_random_uuid(), $4, gen_random_uuid(), 'x',
         ' common' || CASE WHEN n % 7 = 0 THEN ' uncommon' ELSE '' END || CASE WHEN n % 1000 = 1 THEN ' rare' ELSE '' END,
         to_timestamp($3::float8 + n / 2)
       FROM generate_series(1, $2::integer) n`,
      [conversationId, count, from, userId],
    );

  interface Row {
    conversation_id: string;
    seq: string;
    id: string;
    at: string;
    search_text: string;
  }

  /** All hits, found by looking at everything. */
  async function expected(word: string): Promise<Row[]> {
    const rows = await dataSource.query<Row[]>(
      `SELECT conversation_id, seq, id, extract(epoch FROM created_at) * 1000 AS at, search_text FROM messages
       WHERE conversation_id = ANY ($1) ORDER BY created_at DESC, id DESC`,
      [[busy, quiet]],
    );
    return rows.filter(({ search_text }) => search_text.includes(` ${word}`));
  }

  const ask = (word: string, more: Partial<SearchRequest> = {}) => repository.find({ userId, terms: [word], limit: 50, ...more });

  it.each(['common', 'uncommon', 'rare'])('answers page by page what looking at everything does: a %s word', async (word) => {
    const all = await expected(word);
    for (let from = 0; from < all.length; from += from < 100 ? 50 : 1_000) {
      const last = all[from - 1];
      const page = await ask(word, last && { cursor: [Number(last.at), last.id] });
      expect(page).toEqual(all.slice(from, from + 50).map((row) => ({ conversationId: row.conversation_id, seq: Number(row.seq) })));
    }
  });

  it('finds the oldest of a conversation of which only the newest are looked at', async () => {
    const [oldest] = (await expected('rare')).filter(({ conversation_id }) => conversation_id === busy).slice(-1);
    expect(await ask('rare', { conversationId: busy })).toContainEqual({ conversationId: busy, seq: Number(oldest?.seq) });
  });

  it('does not take a hit of a quiet conversation for the next one while a busy one has newer that were not looked at', async () => {
    const hits = await ask('rare', { limit: 3 });
    expect(hits).toEqual([5_001, 4_001, 3_001].map((seq) => ({ conversationId: busy, seq })));
  });

  it('looks at the newest before a time', async () => {
    const [hit] = await ask('common', { before: new Date(2_120_000).toISOString(), limit: 1 });
    expect(await ask('common', { before: new Date(2_000_500).toISOString(), limit: 1 })).toEqual([{ conversationId: busy, seq: 1 }]);
    expect(hit).toEqual(
      (await expected('common')).filter(({ at }) => Number(at) < 2_120_000).map((row) => ({ conversationId: row.conversation_id, seq: Number(row.seq) }))[0],
    );
  });
});

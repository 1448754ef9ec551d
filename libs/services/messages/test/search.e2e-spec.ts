import pg from 'pg';

import type { MemberChange } from '@hallway/contracts-conversations';
import { messagesListenerApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi, searchApi, type SearchHit } from '@hallway/contracts-messages';

import { MessagesApp, type TestUser } from './messages-app';

let service: MessagesApp;
let ana: TestUser;
let ben: TestUser;

beforeAll(async () => {
  service = await MessagesApp.start();
  [ana, ben] = [service.person(), service.person()];
});
afterAll(() => service.stop());

const send = (person: TestUser, conversationId: string, body: string): Promise<Message> => service.send(person, conversationId, body);
const find = async (person: TestUser, q: string, more: Record<string, string | number> = {}) => {
  const { body } = await service.call(searchApi.messages, person, { query: { q, ...more } });
  return { hits: body.items as SearchHit[], nextCursor: body.nextCursor as string | null };
};
const bodies = async (person: TestUser, q: string, more = {}) => (await find(person, q, more)).hits.map(({ message }) => message.body);

describe('search', () => {
  it('finds words in any script, newest first, with the passage around them', async () => {
    const conversationId = service.conversation([ana, ben]);
    const texts = ['The quarterly report is ready', '我住在上海市', 'Привет, Мир', 'สวัสดีครับ', 'Déjà vu', 'the REPORTER called'];
    for (const text of texts) await send(ana, conversationId, text);
    const found = await find(ben, 'report', { conversationId });
    expect(found.hits.map(({ message, highlights }) => [message.body, highlights])).toEqual([
      ['the REPORTER called', ['the REPORTER called']],
      ['The quarterly report is ready', ['The quarterly report is ready']],
    ]);
    for (const [query, text] of [
      ['上海', texts[1]],
      ['海', texts[1]],
      ['мир', texts[2]],
      ['สวัสดี', texts[3]],
      ['deja', texts[4]],
    ]) {
      expect(await bodies(ben, query!, { conversationId })).toEqual([text]);
    }
    expect(await bodies(ben, '%', { conversationId })).toEqual([]);
  });

  it('follows edits, and forgets deleted messages', async () => {
    const conversationId = service.conversation([ana, ben]);
    const [one, two] = [await send(ana, conversationId, 'walrus one'), await send(ana, conversationId, 'walrus two')];
    await service.call(messagesApi.edit, ana, { params: { messageId: one.id }, body: { body: 'penguin one' } });
    await service.call(messagesApi.delete, ana, { params: { messageId: two.id } });
    expect(await bodies(ben, 'walrus')).toEqual([]);
    expect(await bodies(ben, 'penguin')).toEqual(['penguin one']);
  });

  it('shows nothing of conversations one is not in, or no longer', async () => {
    const cleo = service.person();
    const [own, both] = [service.conversation([ana]), service.conversation([ana, cleo])];
    await send(ana, own, 'zebra alone');
    await send(ana, both, 'zebra together');
    expect(await bodies(cleo, 'zebra')).toEqual(['zebra together']);
    const change: MemberChange = {
      conversationId: both,
      conversationType: 'group',
      version: 2,
      userId: cleo.id,
      username: cleo.username,
      role: 'member',
      joinedAt: new Date().toISOString(),
    };
    service.peers.snapshots.delete(both);
    expect((await service.internal(messagesListenerApi.memberRemoved, change, 'conversations')).status).toBe(204);
    expect(await bodies(cleo, 'zebra')).toEqual([]);
    expect((await service.call(messagesApi.window, cleo, { params: { conversationId: both } })).status).toBe(404);
  });

  it('filters by conversation, sender and time, and goes on page by page', async () => {
    const [one, two] = [service.conversation([ana, ben]), service.conversation([ana, ben])];
    for (let n = 1; n <= 5; n += 1) await send(n % 2 ? ana : ben, one, `otter ${n}`);
    const last = await send(ben, two, 'otter elsewhere');
    expect(await bodies(ana, 'otter', { senderId: ben.id })).toEqual(['otter elsewhere', 'otter 4', 'otter 2']);
    expect(await bodies(ana, 'otter', { conversationId: two })).toEqual(['otter elsewhere']);
    expect(await bodies(ana, 'otter', { after: last.createdAt })).toEqual([]);
    expect((await bodies(ana, 'otter', { before: last.createdAt })).length).toBeGreaterThanOrEqual(4);
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page = await find(ana, 'otter', { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.hits.map(({ message }) => message.body));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['otter elsewhere', 'otter 5', 'otter 4', 'otter 3', 'otter 2', 'otter 1']);
  });

  it.each(['2026-W01', 'yesterday', '2026-13-01', '+999999-01-01'])('refuses the time %s', async (before) => {
    expect((await service.call(searchApi.messages, ana, { query: { q: 'otter', before } })).status).toBe(400);
  });

  it.each(['2026-01-31', '2026-01-31T12:00', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+02:00'])('takes the time %s', async (before) => {
    expect((await service.call(searchApi.messages, ana, { query: { q: 'otter', before } })).status).toBe(200);
  });

  it('refuses cursors that it did not make', async () => {
    for (const value of [[-9e15, ana.id], [1, 'x'], { a: 1 }, 7]) {
      const cursor = Buffer.from(JSON.stringify(value)).toString('base64url');
      expect((await service.call(searchApi.messages, ana, { query: { q: 'otter', cursor } })).status).toBe(400);
    }
  });

  it('is not held up by messages that are meant to be slow', async () => {
    const conversationId = service.conversation([ana, ben]);
    const started = Date.now();
    for (let n = 0; n < 20; n += 1) await send(ana, conversationId, `needle a${'\u0344'.repeat(6_000)}`);
    const { hits } = await find(ben, 'needle', { conversationId, limit: 20 });
    expect(hits.map(({ highlights }) => highlights[0]?.startsWith('needle '))).toEqual(Array(20).fill(true));
    // It took a second and a half for each of them, twice.
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('can use the index for words, word beginnings and single Chinese characters', async () => {
    const client = new pg.Client({ connectionString: service.database.url, options: '-c search_path=messages,extensions' });
    await client.connect();
    try {
      await client.query('SET enable_seqscan = off');
      await client.query(`INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at)
        SELECT gen_random_uuid(), n, n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', ' filler ' || n || ' 天 气', now() FROM generate_series(1, 3000) n`);
      await client.query('ANALYZE messages');
      for (const pattern of ['%walrus%', '% ok%', '% 上 海%', '% 京%', '% прив%']) {
        const { rows } = await client.query<Record<string, string>>(
          `EXPLAIN (ANALYZE, FORMAT TEXT) SELECT 1 FROM messages WHERE search_text LIKE '${pattern}'`,
        );
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).toContain('messages_search_text_idx');
        expect(Number(/Rows Removed by Index Recheck: (\d+)/.exec(plan)?.[1] ?? 0)).toBeLessThan(10);
      }
    } finally {
      await client.end();
    }
  });
});

import { Redis } from 'ioredis';
import type pg from 'pg';

import type { FinalMarks, FinalState } from '../history/history-event';
import { withDatabase } from './database';
import type { Lab } from './lab';

const SCHEMAS = ['auth', 'conversations', 'messages', 'uploads'];
type Machinery = Pick<FinalState, 'outbox' | 'lag' | 'deadLetters' | 'effects'>;

/** Looks behind the services' backs: at the outboxes, the positions of readers, and what events have led to. */
export async function readMachinery(lab: Lab): Promise<Machinery> {
  const redis = await openRedis(lab);
  try {
    return await withDatabase(lab.databaseUrl, async (client) => {
      const outbox: Record<string, number> = {};
      for (const schema of SCHEMAS) outbox[schema] = await waiting(client, redis, schema);
      const deadLetters = await sum(
        client,
        SCHEMAS.map((schema) => `select count(*) from ${schema}.dead_letters`),
      );
      return { outbox, deadLetters, lag: await lag(client), effects: await effects(client) };
    });
  } finally {
    redis.disconnect();
  }
}

export type Marks = Map<string, FinalMarks['marks']>;

/** The marks of every conversation, as they are kept; calls tell of other people's only what one may see. */
export function readMarks(lab: Lab): Promise<Marks> {
  return withDatabase(lab.databaseUrl, async (client) => {
    const { rows } = await client.query<{ conversation: string; userId: string; mark: 'read' | 'delivered'; seq: number }>(`
      select conversation_id as conversation, user_id as "userId", 'read' as mark, seq::float8 as seq from messages.read_receipts
      union all select conversation_id, user_id, 'delivered', seq::float8 from messages.delivery_receipts`);
    const marks: Marks = new Map();
    for (const { conversation, ...mark } of rows) marks.set(conversation, [...(marks.get(conversation) ?? []), mark]);
    return marks;
  });
}

/** How far each conversation is: its last `rev`. */
export function readHeads(lab: Lab): Promise<Map<string, number>> {
  return withDatabase(lab.databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string; rev: number }>('select conversation_id as id, last_rev::float8 as rev from messages.conversation_heads');
    return new Map(rows.map(({ id, rev }) => [id, rev]));
  });
}

async function openRedis(lab: Lab): Promise<Redis> {
  const port = lab.group ? await lab.group.masterPort() : undefined;
  const options = { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000, commandTimeout: 5_000 };
  const redis = port ? new Redis({ ...options, port, host: '127.0.0.1' }) : new Redis(lab.stack.stores.redisUrl, options);
  redis.on('error', () => undefined); // told by the failed command
  await redis.connect();
  return redis;
}

/** Rows that are not on the stream yet. */
async function waiting(client: pg.Client, redis: Redis, schema: string): Promise<number> {
  const { rows } = await client.query<{ shard: number; last_seq: string }>(`select shard, last_seq from ${schema}.outbox_shards where last_seq > 0`);
  const missing = await Promise.all(
    rows.map(async ({ shard, last_seq }) => Math.max(0, Number(last_seq) - (await lastOnStream(redis, `hallway:{${schema}}:${shard}`)))),
  );
  return missing.reduce((total, count) => total + count, 0);
}

async function lastOnStream(redis: Redis, key: string): Promise<number> {
  if ((await redis.exists(key)) === 0) return 0;
  const info = (await redis.xinfo('STREAM', key)) as unknown[];
  return Number(String(info[info.indexOf('last-generated-id') + 1]).split('-')[0]);
}

/** How many events each work reader has still to handle. */
async function lag(client: pg.Client): Promise<Record<string, number>> {
  const lags: Record<string, number> = {};
  for (const reader of SCHEMAS) {
    const { rows } = await client.query<{ stream: string; last_seq: string }>(`select stream, last_seq from ${reader}.consumer_offsets`);
    for (const { stream, last_seq } of rows) {
      const [, domain, shard] = /(\w+)\W+(\d+)$/.exec(stream) ?? [];
      if (!domain || !SCHEMAS.includes(domain)) continue;
      const behind = await sum(client, [`select last_seq - ${Number(last_seq)} from ${domain}.outbox_shards where shard = ${Number(shard)}`]);
      if (behind !== 0) lags[`${reader}:${stream}`] = behind;
    }
  }
  return lags;
}

/** Facts of one service, and what the events on them have led to in another. */
async function effects(client: pg.Client): Promise<FinalState['effects']> {
  const pairs: [name: string, expected: string, found: string][] = [
    ['people known to conversations', 'select count(*) from auth.users', 'select count(*) from conversations.users'],
    [
      'memberships known to messages',
      'select count(*) from conversations.conversation_participants',
      `select count(*) from messages.memberships m join conversations.conversation_participants p using (conversation_id, user_id) where not m.removed`,
    ],
    [
      'memberships that messages has too many',
      'select 0',
      `select count(*) from messages.memberships m where not m.removed and not exists (
      select from conversations.conversation_participants p where p.conversation_id = m.conversation_id and p.user_id = m.user_id)`,
    ],
  ];
  const read = async ([name, expected, found]: (typeof pairs)[number]) => ({
    name,
    expected: await sum(client, [expected]),
    found: await sum(client, [found]),
  });
  const all: FinalState['effects'] = [];
  for (const pair of pairs) all.push(await read(pair));
  return all;
}

async function sum(client: pg.Client, queries: string[]): Promise<number> {
  const { rows } = await client.query<{ total: string }>(`select ${queries.map((query) => `coalesce((${query}), 0)`).join(' + ')} as total`);
  return Number(rows[0]?.total ?? 0);
}

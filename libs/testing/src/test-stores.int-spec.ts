import { Redis } from 'ioredis';
import pg from 'pg';

import { createTestDatabase } from './test-database';
import { testRedis } from './test-redis';

describe('test database', () => {
  it('gives each role its own schema, the extensions and nothing else', async () => {
    const database = await createTestDatabase('messages', 'auth');
    const auth = new pg.Client(database.urlOf('auth'));
    const messages = new pg.Client(database.url);
    try {
      await Promise.all([auth.connect(), messages.connect()]);
      await auth.query('create table users (id uuid primary key)');
      const { rows } = await messages.query(`select current_schema() as schema, unaccent('é') as plain`);
      expect(rows).toEqual([{ schema: 'messages', plain: 'e' }]);
      await expect(messages.query('select * from auth.users')).rejects.toThrow('permission denied for schema auth');
      await expect(messages.query('create table auth.mine (id int)')).rejects.toThrow('permission denied');
    } finally {
      await Promise.all([auth.end(), messages.end()]);
      await database.drop();
    }
  });

  it('is gone after drop, connections or not', async () => {
    const database = await createTestDatabase('messages');
    const client = new pg.Client(database.url);
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(client.query('select 1')).rejects.toThrow();
    await client.end();
  });
});

describe('test redis', () => {
  it('shares nothing between two spec files', async () => {
    const [mine, other] = await Promise.all([testRedis(), testRedis()]);
    const [a, b] = [new Redis(mine.url), new Redis(other.url)];
    try {
      await a.set('key', 'value');
      expect(await b.get('key')).toBeNull();
      await other.flush();
      expect(await a.get('key')).toBe('value');
      expect(mine.prefix).not.toBe(other.prefix);
    } finally {
      a.disconnect();
      b.disconnect();
      await Promise.all([mine.release(), other.release()]);
    }
  });
});

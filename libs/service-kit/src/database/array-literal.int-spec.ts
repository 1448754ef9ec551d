import type { DataSource } from 'typeorm';

import { createTestDatabase, type TestDatabase } from '@hallway/testing';

import { loadConfig, ServiceConfig, testEnvironment } from '../config';
import { plainArray, textArray } from './array-literal';
import { createDataSource } from './create-data-source';
import { prepared } from './prepared';

describe('arrays as text', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase('sample');
    const config = loadConfig(ServiceConfig, testEnvironment({ DATABASE_URL: database.url }));
    source = await createDataSource({ config, schema: 'sample', entities: [], migrations: [], onConnectionError: () => undefined }).initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  it('come back as they were, whatever the texts hold', async () => {
    const texts = [
      '',
      'NULL',
      'null',
      null,
      '{}',
      '{"a"}',
      ',',
      ' ',
      '"',
      '\\',
      '\\"',
      'a\\\\b',
      "it's",
      '\n\t\r',
      '\u0001\u001e\u007f',
      'é\u0301 \u{1f600} \u202e',
      "E'\\x'",
    ];
    const [row] = await prepared<{ texts: string[] }>(source, 'texts', 'SELECT $1::text[] AS texts', [textArray(texts)]);
    expect(row?.texts).toEqual(texts);
  });

  it('hold numbers and ids, or nothing', async () => {
    const ids = ['01a205be-c381-7729-bfb7-4821f23388ca', '01a205be-c381-7729-bfb7-4821f23388cb'];
    const sql = 'SELECT $1::uuid[] AS ids, $2::integer[] AS numbers, $3::text[] AS none';
    const [row] = await prepared(source, 'plain', sql, [plainArray(ids), plainArray([1, -2, 30]), textArray([])]);
    expect(row).toEqual({ ids, numbers: [1, -2, 30], none: [] });
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { DataSource } from 'typeorm';

import { eventually, OwnPostgres } from '@hallway/testing';

import { ServiceConfig } from '../config';
import { isStoreFailure } from '../errors';
import { createDataSource } from './create-data-source';
import { createDatabaseClient } from './database-client';

async function answer(url: string): Promise<{ tls: boolean }> {
  const client = createDatabaseClient(url, { connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    return { tls: rows[0]!.ssl };
  } finally {
    client.end().catch(() => undefined);
  }
}

describe('the TLS of a database URL', () => {
  let server: OwnPostgres;
  let authority: string;
  let plain: OwnPostgres;
  beforeAll(async () => {
    [server, plain] = await Promise.all([OwnPostgres.start(), OwnPostgres.start()]);
    authority = await server.useTls('localhost');
    await eventually(async () => expect(await answer(`${server.url}?sslmode=require`)).toEqual({ tls: true }));
  });
  afterAll(() => Promise.all([server?.close(), plain?.close()]));

  const named = (name: string): string => server.url.replace('127.0.0.1', name);

  it.each([
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ])('is with sslmode=%s: %s, whatever the certificate', async (mode, tls) => {
    expect(await answer(`${server.url}?sslmode=${mode}`)).toEqual({ tls });
  });

  it.each(['allow', 'prefer'])('is not needed with sslmode=%s where the server has none', async (mode) => {
    expect(await answer(`${plain.url}?sslmode=${mode}`)).toEqual({ tls: false });
  });

  it('is needed with sslmode=require', async () => {
    await expect(answer(`${plain.url}?sslmode=require`)).rejects.toThrow('does not support SSL');
  });

  it('asks with verify-ca who signed the certificate, with verify-full for whom too', async () => {
    const trusted = `sslrootcert=${authority}`;
    expect(await answer(`${named('127.0.0.1')}?sslmode=verify-ca&${trusted}`)).toEqual({ tls: true });
    expect(await answer(`${named('localhost')}?sslmode=verify-full&${trusted}`)).toEqual({ tls: true });
    await expect(answer(`${named('127.0.0.1')}?sslmode=verify-full&${trusted}`)).rejects.toThrow(/does not match certificate|Hostname\/IP/);
    await expect(answer(`${named('localhost')}?sslmode=verify-full`)).rejects.toThrow(/certificate/);
  });
});

describe('several hosts of a database URL', () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres;
  let pool: DataSource;
  beforeAll(async () => {
    ({ primary, standby } = await (await OwnPostgres.start()).withStandby());
    const url = primary.url.replace(primary.host, `127.0.0.1:1,${standby.host},${primary.host}`);
    const config = Object.assign(new ServiceConfig(), { DATABASE_URL: url, DATABASE_POOL_MAX: 4 });
    pool = await createDataSource({ config, schema: 'public', entities: [], migrations: [], onConnectionError: () => undefined }).initialize();
  });
  afterAll(async () => {
    await pool?.destroy();
    await Promise.all([primary?.close(), standby?.close()]);
  });

  const isStandby = async (): Promise<boolean> => (await pool.query<{ standby: boolean }[]>('SELECT pg_is_in_recovery() AS standby'))[0]!.standby;

  it('lead to the one that takes writes, and to another when that takes its place', async () => {
    await Promise.all(Array.from({ length: 8 }, async () => expect(await isStandby()).toBe(false)));
    await pool.query('CREATE TABLE kept (id integer)');
    primary.kill();
    await eventually(async () => {
      const failure: unknown = await isStandby().catch((error: unknown) => error);
      expect(failure).toMatchObject({ message: 'No host of the database takes writes' });
      expect(isStoreFailure(failure)).toBe(true);
    });
    await standby.query('SELECT pg_promote(true, 60)');
    await eventually(async () => expect(await isStandby()).toBe(false));
    await Promise.all(Array.from({ length: 8 }, async () => expect(await isStandby()).toBe(false)));
  });
});

describe('two hosts of a database URL that both take writes', () => {
  it('lead to the one that was promoted, in whatever order they are named', async () => {
    const { primary, standby } = await (await OwnPostgres.start()).withStandby();
    try {
      await standby.query('SELECT pg_promote(true, 60)');
      for (const hosts of [`${primary.host},${standby.host}`, `${standby.host},${primary.host}`]) {
        const client = createDatabaseClient(primary.url.replace(primary.host, hosts), {});
        await client.connect();
        const { rows } = await client.query<{ port: number }>('SHOW port');
        expect(standby.host).toContain(`:${rows[0]!.port}`);
        await client.end();
      }
    } finally {
      await Promise.all([primary.close(), standby.close()]);
    }
  });
});

/** Lets log in, and says nothing more: authentication is over ('R', 0), ready for a query ('Z', idle). */
const loggedIn = Buffer.concat([Buffer.from('R\0\0\0\x08\0\0\0\0'), Buffer.from('Z\0\0\0\x05I')]);

describe('a host of a database URL that stands still after the log-in', () => {
  it('is given up, for it may never say whether it takes writes', async () => {
    const still = createServer((socket) => {
      socket.on('error', () => undefined); // the end of the test
      socket.once('data', () => socket.write(loggedIn));
    }).listen(0, '127.0.0.1');
    await once(still, 'listening');
    const { port } = still.address() as AddressInfo;
    const client = createDatabaseClient(`postgres://anna:x@127.0.0.1:1,127.0.0.1:${port}/hallway?sslmode=disable`, {});
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toThrow('No host of the database takes writes');
    still.close();
  });
});

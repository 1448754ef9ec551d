import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';

import { createTestDatabase, eventually, type TestDatabase } from '@hallway/testing';

import { loadConfig, ServiceConfig, testEnvironment } from '../config';
import { classify } from '../errors';
import { createDataSource } from './create-data-source';
import { prepared } from './prepared';
import { runMigrations } from './run-migrations';
import { Transactions } from './transactions';

class CreateCounters1600000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE counters (id int, n int NOT NULL, CONSTRAINT counters_id_pk PRIMARY KEY (id))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE counters');
  }
}

let database: TestDatabase;
let source: DataSource;
let transactions: Transactions;
const hookErrors: unknown[] = [];
const broken: Error[] = [];
const queries: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase('sample');
  const config = loadConfig(ServiceConfig, testEnvironment({ DATABASE_URL: database.url, DATABASE_POOL_MAX: 3 }));
  const onQuery = (operation: string) => {
    queries.push(operation);
    return () => undefined;
  };
  source = createDataSource({
    config,
    schema: 'sample',
    entities: [],
    migrations: [CreateCounters1600000000000],
    onConnectionError: (error) => void broken.push(error),
    onQuery,
  });
  await Promise.all([runMigrations(source), runMigrations(source), runMigrations(source)]);
  await source.initialize();
  await source.query('INSERT INTO counters VALUES (1, 0), (2, 0), (3, 0)');
  transactions = new Transactions(source, (error) => void hookErrors.push(error));
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const read = async (id: number) => (await prepared<{ n: number }>(source, 'counter_read', 'SELECT n FROM counters WHERE id = $1', [id]))[0]?.n;

describe('Transactions', () => {
  it('commits all or nothing', async () => {
    await transactions.run((tx) => tx.query('UPDATE counters SET n = 5 WHERE id = 1'));
    const failing = transactions.run(async (tx) => {
      await tx.query('UPDATE counters SET n = 6 WHERE id = 1');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await read(1)).toBe(5);
  });

  it('runs hooks before the commit inside, and after the commit only when there was one', async () => {
    const seen: string[] = [];
    await transactions.run(async (tx) => {
      transactions.onPreCommit(tx, async () => {
        await tx.query('UPDATE counters SET n = 9 WHERE id = 2');
        transactions.onPreCommit(tx, async () => void seen.push('late'));
      });
      transactions.afterCommit(tx, () => void seen.push('after'));
      transactions.afterCommit(tx, () => {
        throw new Error('hook');
      });
      transactions.afterCommit(tx, () => void seen.push('after as well'));
      seen.push('work');
    });
    expect(seen).toEqual(['work', 'late', 'after', 'after as well']);
    expect(await read(2)).toBe(9);
    expect(hookErrors).toHaveLength(1);
    const failing = transactions.run(async (tx) => {
      transactions.afterCommit(tx, () => void seen.push('never'));
      transactions.onPreCommit(tx, () => Promise.reject(new Error('flush')));
    });
    await expect(failing).rejects.toThrow('flush');
    expect(seen).not.toContain('never');
  });

  it('refuses hooks for a transaction that is over', async () => {
    const tx = await transactions.run((inside) => Promise.resolve(inside));
    expect(() => transactions.afterCommit(tx, () => undefined)).toThrow('is over');
  });

  it('asks to try again when the connection breaks between two statements', async () => {
    const killed = transactions.run(async (tx) => {
      const [backend] = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
      await source.query('SELECT pg_terminate_backend($1)', [backend?.pid]);
      await eventually(() => Promise.resolve(expect(tx.queryRunner?.isReleased).toBe(true)));
      await tx.query('SELECT 1');
    });
    const error: unknown = await killed.catch((reason: unknown) => reason);
    expect(classify(error).code).toBe('unavailable');
  });

  it('does not let a process that stands still keep its locks', async () => {
    let resume: (() => void) | undefined;
    const frozen = transactions.run(async (tx) => {
      await tx.query('UPDATE counters SET n = n WHERE id = 3');
      await new Promise<void>((resolve) => (resume = resolve));
      await tx.query('SELECT 1');
    });
    const outcome = frozen.catch((reason: unknown) => reason);
    await eventually(() => resume !== undefined);
    expect(await source.query('SHOW idle_in_transaction_session_timeout')).toEqual([{ idle_in_transaction_session_timeout: '3s' }]);
    await source.query('UPDATE counters SET n = n WHERE id = 3');
    resume?.();
    expect(classify(await outcome).code).toBe('unavailable');
  });

  it('runs the work again after a deadlock', async () => {
    let tries = 0;
    let arrived = 0;
    let meet: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const lockBoth = (first: number, second: number) =>
      transactions.run(async (tx) => {
        tries += 1;
        await tx.query('UPDATE counters SET n = n + 1 WHERE id = $1', [first]);
        arrived += 1;
        if (arrived === 2) meet();
        await met;
        await tx.query('UPDATE counters SET n = n + 1 WHERE id = $1', [second]);
      });
    const before = (await read(3)) ?? 0;
    await Promise.all([lockBoth(1, 3), lockBoth(3, 1)]);
    expect(await read(3)).toBe(before + 2);
    expect(tries).toBe(3);
  });

  it('runs the work again after a serialization failure, as often as it takes', async () => {
    await source.query('UPDATE counters SET n = 0 WHERE id = 1');
    const increment = () =>
      transactions.run(
        async (tx) => {
          const [row] = (await tx.query('SELECT n FROM counters WHERE id = 1')) as { n: number }[];
          await tx.query('UPDATE counters SET n = $1 WHERE id = 1', [(row?.n ?? 0) + 1]);
        },
        { isolation: 'SERIALIZABLE' },
      );
    const outcomes = await Promise.allSettled([increment(), increment()]);
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBe(2);
    expect(await read(1)).toBe(2);
  });
});

describe('the connection pool', () => {
  it('looks into its own schema first and says who it is', async () => {
    const [row] = (await source.query(
      "SELECT current_setting('search_path') AS path, current_setting('application_name') AS name, current_setting('statement_timeout') AS timeout",
    )) as object[];
    expect(row).toEqual({ path: 'sample,extensions', name: 'hallway-sample', timeout: '10s' });
  });

  it('migrated once, although three replicas did it at once', async () => {
    const rows = (await source.query('SELECT name FROM migrations')) as { name: string }[];
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(0);
    expect(await runMigrations(source)).toEqual([]);
  });

  it('measures statements by name or verb', async () => {
    await read(1);
    await source.query('SELECT 1');
    expect(queries).toEqual(expect.arrayContaining(['counter_read', 'select', 'start', 'commit', 'update']));
    expect(queries.join()).not.toMatch(/FROM|counters /);
  });

  it('keeps a prepared statement on the connection', async () => {
    await transactions.run(async (tx) => {
      await prepared(tx, 'one', 'SELECT $1::int AS n', [1]);
      expect(await prepared(tx, 'one', 'SELECT $1::int AS n', [2])).toEqual([{ n: 2 }]);
      expect(await tx.query("SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name = 'one'")).toEqual([{ n: 1 }]);
    });
  });

  it('answers "try again" while connections break, and works again by itself', async () => {
    const killing = transactions.run(async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    const failure: unknown = await killing.catch((error: unknown) => error);
    expect(classify(failure).code).toBe('unavailable');
    await source.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()');
    await eventually(async () => expect(await read(2)).toBe(9));
  });

  it('answers "try again" when no connection is free in time', async () => {
    const held = await Promise.all(
      [1, 2, 3].map(async () => {
        const runner = source.createQueryRunner();
        await runner.connect();
        return runner;
      }),
    );
    const failure: unknown = await transactions.run((tx) => tx.query('SELECT 1')).catch((error: unknown) => error);
    await Promise.all(held.map((runner) => runner.release()));
    expect(classify(failure).code).toBe('unavailable');
  });
});

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

import { createTestDatabase, eventually, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

const root = join(__dirname, '../../../..');
const services = ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'];
const secret = 'woven-int-0123456789-abcdefghijklmno';
let folder: string;
let issuer: TestIssuer;
let redis: TestRedis;
const databases: TestDatabase[] = [];
const children: ChildProcess[] = [];

/** Jest cannot load the bundler, so a process of its own does it; below the workspace, where packages are found. */
async function build(): Promise<void> {
  const tool = pathToFileURL(join(root, 'tools/build/bundle-tool.mjs')).href;
  const script = `
    import { pathToFileURL } from 'node:url';
    import { bundleTool } from ${JSON.stringify(tool)};
    await bundleTool('faultlab', { 'build-woven': 'src/planted/build-woven.ts' }, ${JSON.stringify(join(folder, 'lab'))});
    const { buildWoven } = await import(pathToFileURL(${JSON.stringify(join(folder, 'lab/build-woven.js'))}));
    await buildWoven(${JSON.stringify({ root, services, distDir: join(folder, 'apps') })});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
}

async function start(args: string[], changes: Record<string, string>): Promise<ChildProcess> {
  const database = databases.at(-1) ?? (await newDatabase());
  const others = Object.fromEntries(['CONVERSATIONS_URL', 'UPLOADS_URL', 'MESSAGES_URL', 'REALTIME_URL'].map((name) => [name, 'http://127.0.0.1:1']));
  const stores = { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_KEY_PREFIX: redis.prefix, AUTH_URL: issuer.url, SERVICE_SECRET: secret };
  const env = { PATH: process.env.PATH, PORT: '0', OPS_PORT: '0', ...others, ...stores, ...changes };
  const child = spawn(process.execPath, [join(folder, 'apps/messages/main.js'), ...args], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase('messages');
  databases.push(database);
  return database;
}

async function listening(child: ChildProcess): Promise<{ opsPort: number }> {
  const [message] = (await once(child, 'message')) as [{ opsPort: number }];
  return message;
}

async function migrated(planted: string): Promise<string[]> {
  const { ownerUrl } = await newDatabase();
  const [code] = (await once(await start(['migrate'], { HALLWAY_PLANTED: planted }), 'exit')) as [number];
  expect(code).toBe(0);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ conname: string }>(
    "SELECT conname FROM pg_constraint WHERE contype = 'u' AND conname LIKE 'messages_client_message_id%'",
  );
  await client.end();
  return rows.map(({ conname }) => conname);
}

beforeAll(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/woven-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  [issuer, redis] = await Promise.all([startTestIssuer(), testRedis(), build()]);
}, 240_000);
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(async () => {
  await Promise.all([issuer?.close(), redis?.release(), ...databases.map((database) => database.drop())]);
  rmSync(folder, { recursive: true, force: true });
});

describe('services with planted bugs', () => {
  it('are all built, each with what is meant for it', () => {
    for (const service of services) expect(existsSync(join(folder, 'apps', service, 'main.js'))).toBe(true);
  });

  it('start and work like any other while nothing is named', async () => {
    expect(await migrated('')).toHaveLength(1);
    const { opsPort } = await listening(await start([], {}));
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${opsPort}/health/ready`)).status).toBe(200));
  });

  it('have the bug that the environment names', async () => {
    expect(await migrated('no-dedupe')).toEqual([]);
    const { opsPort } = await listening(await start([], { HALLWAY_PLANTED: 'no-dedupe' }));
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${opsPort}/health/ready`)).status).toBe(200));
  });

  it('die at a failpoint, once its file is there', async () => {
    const file = join(folder, 'now');
    await migrated('');
    const child = await start([], { HALLWAY_FAILPOINT: `die-before-publishing@${file}` });
    await listening(child);
    writeFileSync(file, '');
    const ended = once(child, 'exit');
    const client = new pg.Client({ connectionString: databases.at(-1)?.ownerUrl });
    await client.connect();
    await client.query(
      "SET search_path TO messages; SELECT * FROM outbox_append(ARRAY[gen_random_uuid()], ARRAY['messages.messages-changed.v1'], ARRAY['a'], ARRAY['{}'], NULL)",
    );
    await client.end();
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(file)).toBe(false);
  });
});

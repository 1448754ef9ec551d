import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { createTestDatabase, eventually, OwnPostgres, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { settingsOf } from './sample-stack';

const root = resolve(__dirname, '../../..');
const { version: release } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
let folder: string;
let database: TestDatabase;
let redis: TestRedis;
let issuer: TestIssuer;
const children: ChildProcess[] = [];

/** Jest cannot load the bundler itself, which is an ES module. */
async function bundle(): Promise<void> {
  const options = { entry: join(__dirname, 'main.ts'), tsconfig: join(root, 'libs/service-kit/tsconfig.json'), outDir: folder };
  const script = `import { bundleService } from ${JSON.stringify(pathToFileURL(join(root, 'tools/build/bundle-service.mjs')).href)}; await bundleService(${JSON.stringify(options)})`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
}

/** Without the settings of the service. */
const none = { DATABASE_URL: undefined, REDIS_URL: undefined, SERVICE_SECRET: undefined };

interface Running {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  text: () => string;
  errors: () => string;
  ended: Promise<number | null>;
}

function start(args: string[] = [], changes: Record<string, string | undefined> = {}): Running {
  const settings = Object.fromEntries(Object.entries(settingsOf({ issuer, database, redis })).map(([name, value]) => [name, String(value)]));
  const env = { PATH: process.env.PATH, PORT: '0', OPS_PORT: '0', ...settings, ...changes };
  const child = spawn(process.execPath, [join(folder, 'main.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  let text = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    text += chunk.toString();
    lines.push(...parts.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>));
  });
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { child, lines, text: () => text, errors: () => errors, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

async function listening({ child }: Running): Promise<{ port: number; opsPort: number }> {
  const [message] = (await once(child, 'message')) as [{ type: string; port: number; opsPort: number }];
  expect(message.type).toBe('listening');
  return message;
}

const statusOf = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`).then(({ status }) => status);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-kit-'));
  [issuer, database, redis] = await Promise.all([startTestIssuer(), createTestDatabase('sample'), testRedis(), bundle()]);
});
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(async () => {
  await Promise.all([issuer?.close(), database?.drop(), redis?.release(), folder && rm(folder, { recursive: true })]);
});

describe('the process of a service', () => {
  it('names all faulty settings, without values, and ends', async () => {
    const running = start([], { SERVICE_SECRET: 'hunter2', PORT: 'eighty', DATABASE_POOL_MAX: '21' });
    expect(await running.ended).toBe(1);
    expect(running.errors()).toMatch(/PORT must be a number[^]*SERVICE_SECRET|SERVICE_SECRET[^]*PORT must be a number/);
    expect(running.errors()).toContain('DATABASE_POOL_MAX');
    expect(running.errors()).not.toMatch(/hunter2|eighty/);
  });

  it.each([
    ['run', []],
    ['migrate', ['migrate']],
  ])('counts a missing database among them, without a stack (%s)', async (_name, args) => {
    const running = start(args, { DATABASE_URL: undefined, SERVICE_SECRET: 'hunter2' });
    expect(await running.ended).toBe(1);
    expect(running.errors()).toMatch(/DATABASE_URL is required/);
    expect(running.errors()).toContain('SERVICE_SECRET');
    expect(running.errors() + running.text()).not.toMatch(/^ +at |"stack"/m);
  });

  it('migrates on demand and ends, as often as it is asked', async () => {
    const both = [start(['migrate']), start(['migrate'])];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    const ran = both.flatMap(({ lines }) => lines.map(({ migrations }) => migrations));
    expect(ran).toContainEqual(['CreateEventTables1600000000000', 'CreateNotes1764000000001']);
    expect(ran).toContainEqual([]);
  });

  it('knows its commands, and no others', async () => {
    const [help, unknown, letters] = [start(['--help']), start(['migrat']), start(['dead-letters', 'list'])];
    expect(await Promise.all([help, unknown, letters].map(({ ended }) => ended))).toEqual([0, 1, 0]);
    expect(help.text()).toMatch(/prepare.*migrate.*dead-letters/s);
    expect(unknown.errors()).toMatch(/prepare.*migrate.*dead-letters/s);
    expect(letters.text()).toBe('There are no dead letters.\n');
  });

  it('prepares a database for its role, with none of its settings, and changes the password when it is asked again', async () => {
    const server = await OwnPostgres.start();
    try {
      const ownerUrl = server.url;
      const addressWith = (password: string): string => Object.assign(new URL(ownerUrl), { username: 'hallway_sample', password }).href;
      for (const password of ['9fK2mQ7xW4bT8sLz', 'Vh3nR6yC1pD5gJ0u']) {
        const preparing = start(['prepare'], { ...none, NODE_ENV: 'production', DATABASE_OWNER_URL: ownerUrl, SAMPLE_DATABASE_PASSWORD: password });
        expect([await preparing.ended, preparing.errors(), preparing.text()]).toEqual([0, '', 'hallway_sample owns the schema sample\n']);
        expect(await start(['migrate'], { DATABASE_URL: addressWith(password) }).ended).toBe(0);
      }
      expect(await start(['migrate'], { DATABASE_URL: addressWith('9fK2mQ7xW4bT8sLz') }).ended).toBe(1);
      const other = Object.assign(new URL(ownerUrl), { pathname: '/other' }).href;
      const missing = start(['prepare'], { ...none, DATABASE_OWNER_URL: other, SAMPLE_DATABASE_PASSWORD: 'Vh3nR6yC1pD5gJ0u' });
      expect(await missing.ended).toBe(1);
      expect(missing.errors()).toMatch(
        /^prepare: DATABASE_OWNER_URL cannot be used, the database other at .*: there is no database of this name; create it first/,
      );
    } finally {
      await server.close();
    }
  });

  it.each([
    ['what is missing', {}, /DATABASE_OWNER_URL is required[^]*SAMPLE_DATABASE_PASSWORD is required/],
    ['an example as a password', { SAMPLE_DATABASE_PASSWORD: 'change-me-change-me' }, /SAMPLE_DATABASE_PASSWORD looks like a placeholder/],
    ['a server that is not there', { DATABASE_OWNER_URL: 'postgresql://a:b@127.0.0.1:1/c', SAMPLE_DATABASE_PASSWORD: 'Vh3nR6yC1pD5gJ0u' }, /ECONNREFUSED/],
  ])('does not prepare a database with %s, and says so without a stack', async (_what, settings, reason) => {
    const preparing = start(['prepare'], { ...none, NODE_ENV: 'production', ...settings });
    expect(await preparing.ended).toBe(1);
    expect(preparing.errors()).toMatch(reason);
    expect(preparing.errors()).not.toMatch(/^ +at |change-me/m);
  });

  it('says where it listens and of which release it is, and answers probes and metrics on the other port only', async () => {
    const running = start();
    const { port, opsPort } = await listening(running);
    await eventually(() =>
      expect(running.lines).toContainEqual(expect.objectContaining({ msg: 'listening', level: 'INFO', service: 'sample', version: release, port, opsPort })),
    );
    expect(await statusOf(opsPort, '/health/live')).toBe(200);
    expect(await statusOf(opsPort, '/health/ready')).toBe(200);
    expect(await statusOf(port, '/api/v1/who')).toBe(200);
    // Balancers see the public port only; numbers are not for them.
    expect(await Promise.all(['/health/live', '/health/ready', '/metrics'].map((path) => statusOf(port, path)))).toEqual([200, 200, 404]);
    for (const path of ['/api/v1/who', '/']) expect(await statusOf(opsPort, path)).toBe(404);
    const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
    expect(metrics).toMatch(/hallway_http_request_duration_seconds_count\{.*route="\/api\/v1\/who".*\} 1/);
    expect(metrics).toMatch(/hallway_redis_memory_used_bytes\{.*\} [1-9]/);
    expect(metrics).toContain('process_cpu_user_seconds_total');
    expect(running.lines).toContainEqual(expect.objectContaining({ msg: 'request', method: 'GET', route: '/api/v1/who', status: 200 }));
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('finishes what it has begun when it is asked to stop, and is not ready until then', async () => {
    const running = start();
    const { port, opsPort } = await listening(running);
    const slow = statusOf(port, '/api/v1/slow');
    await eventually(async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
      expect(metrics).toMatch(/hallway_http_requests_in_flight\{.*\} 1/);
    });
    running.child.kill('SIGTERM');
    await eventually(async () => expect(await statusOf(opsPort, '/health/ready')).toBe(503));
    expect(await slow).toBe(204);
    expect(await running.ended).toBe(0);
  });

  it('runs without Redis, ready and degraded', async () => {
    const running = start([], { REDIS_URL: 'redis://127.0.0.1:1' });
    const { port, opsPort } = await listening(running);
    expect(await statusOf(port, '/api/v1/who')).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${opsPort}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'degraded', stores: { database: 'up', redis: 'down' } });
    expect(await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()).toEqual({ status: 'degraded', degraded: ['redis'] });
    expect(await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text()).toMatch(/hallway_store_degraded\{.*store="redis".*\} 1/);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
  });
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { eventually } from '@hallway/testing';

import { type SampleStack, startSample } from './sample-stack';

let stack: SampleStack;
let owner: pg.Client;
beforeAll(async () => {
  stack = await startSample();
  owner = new pg.Client({ connectionString: stack.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await stack?.close();
});

const role = () => new URL(stack.database.url).username;
const note = (token: string) =>
  fetch(`${stack.service.url}/api/v1/notes/${randomUUID()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"text":"a"}',
  });

it('asks callers to try again while PostgreSQL refuses connections, and recovers by itself', async () => {
  const token = stack.issuer.mint();
  expect((await note(token)).status).toBe(201);
  await owner.query(`ALTER ROLE ${role()} NOLOGIN`);
  await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role()]);
  await eventually(async () => {
    const refused = await note(token);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'unavailable', detail: 'Temporarily unavailable, try again' });
  });
  for (const url of [stack.service.opsUrl, stack.service.url]) {
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ status: 'unavailable' })]);
  }
  expect((await fetch(`${stack.service.opsUrl}/health/live`)).status).toBe(200);
  await owner.query(`ALTER ROLE ${role()} LOGIN`);
  await eventually(async () => expect((await note(token)).status).toBe(201));
  await eventually(async () => expect((await fetch(`${stack.service.opsUrl}/health/ready`)).status).toBe(200));
});

it('survives connections that PostgreSQL ends in the middle of statements', async () => {
  const token = stack.issuer.mint();
  const slow = fetch(`${stack.service.url}/api/v1/slow`);
  await eventually(async () => {
    const { rowCount } = await owner.query("SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND query LIKE '%pg_sleep%' AND state = 'active'", [role()]);
    expect(rowCount).toBe(1);
  });
  await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role()]);
  expect((await slow).status).toBe(503);
  await eventually(async () => expect((await note(token)).status).toBe(201));
});

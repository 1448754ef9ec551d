import { randomUUID } from 'node:crypto';
import { Server } from 'node:net';

import { ServiceClient } from '@hallway/service-calls';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { createServiceApps, type ServiceApp, type ServiceOptions } from '../src';
import { type CreateNote, notesApi, sampleService } from './sample-service';
import { settingsOf } from './sample-stack';

/** The sample service under the name of one that the client knows, and an edge beside it. */
const messages: ServiceOptions = { ...sampleService, name: 'messages' };
const edge: ServiceOptions = { ...sampleService, name: 'sample', edge: true };

let databases: TestDatabase[];
let issuer: TestIssuer;
let redis: TestRedis;
let shared: ServiceApp;
let before: number;

function listening(): number {
  const handles = (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles();
  return handles.filter((handle) => handle instanceof Server && handle.listening).length;
}

beforeAll(async () => {
  databases = await Promise.all([createTestDatabase('sample'), createTestDatabase('sample')]);
  [issuer, redis] = await Promise.all([startTestIssuer(), testRedis()]);
  before = listening();
  const settings = databases.map((database) => settingsOf({ issuer, database, redis }));
  shared = await createServiceApps([
    { options: messages, overrides: settings[0]! },
    { options: edge, overrides: settings[1]! },
  ]);
});
afterAll(async () => {
  await shared?.close();
  await Promise.all([issuer?.close(), redis?.release(), ...(databases ?? []).map((database) => database.drop())]);
});

const client = () => shared.app.get(ServiceClient);
const inside = (body: CreateNote) => client().call(notesApi.inside, { body });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ code, detail, errors, status }: Record<string, unknown>) => ({ code, detail, errors, status }),
  );

describe('a call between services of one process', () => {
  it('acts for the user of the present request, in a context of its own', async () => {
    const userId = randomUUID();
    const context = { ...newRequestContext({ requestId: 'r-1' }), userId, sessionId: 's1', ip: '203.0.113.9', userAgent: 'outer' };
    const before = { ...context };
    const answer = await requestContext.run(context, () => inside({ text: 'a' }));
    // What the caller's own client is called is not handed on, as over the network.
    expect(answer).toEqual({ userId, sessionId: 's1', ip: '203.0.113.9', userAgent: '', text: 'a' });
    expect(context).toEqual(before);
  });

  it('without a user finds none, even while another user is served', async () => {
    const user = { ...newRequestContext(), userId: randomUUID() };
    const both = await Promise.all([requestContext.run(user, () => inside({ text: 'a' })), failureOf(inside({ text: 'b' }))]);
    expect(both).toEqual([expect.objectContaining({ userId: user.userId }), expect.objectContaining({ code: 'unavailable' })]);
  });

  it('checks what it is given, and copies it', async () => {
    const wrong = { text: 5, tags: [] } as unknown as CreateNote;
    expect(await failureOf(inside(wrong))).toMatchObject({ code: 'validation-failed', errors: [expect.objectContaining({ path: 'text' })] });
    expect(await failureOf(inside({ text: 'a', more: 1 } as CreateNote))).toMatchObject({ code: 'validation-failed' });
    const later = new Date(0) as unknown as string;
    const context = { ...newRequestContext(), userId: randomUUID() };
    expect(await requestContext.run(context, () => inside({ text: later }))).toMatchObject({ text: '1970-01-01T00:00:00.000Z' });
  });

  it('comes to the routes of users with their token only', async () => {
    const call = { params: { noteId: randomUUID() }, body: { text: 'hi' } } as const;
    expect(await failureOf(client().call(notesApi.create, call))).toMatchObject({ code: 'unavailable' });
    const userId = randomUUID();
    const note = { id: call.params.noteId, userId, text: 'hi' };
    expect(await client().call(notesApi.create, { ...call, bearer: issuer.mint({ userId }) })).toEqual(note);
    expect(await client().call(notesApi.get, { ...call, body: undefined, bearer: issuer.mint({ userId }) })).toEqual(note);
  });

  it('passes problems on and gives nothing away', async () => {
    const bearer = issuer.mint();
    const missing = client().call(notesApi.get, { params: { noteId: randomUUID() }, bearer });
    expect(await failureOf(missing)).toMatchObject({ code: 'not-found', status: 404 });
    const crashed = (await failureOf(client().call(notesApi.crash))) as { code: string; detail: string };
    expect(crashed.code).toBe('internal');
    expect(JSON.stringify(crashed)).not.toContain('secret');
  });

  it('is given up when its time is over', async () => {
    expect(await failureOf(client().call(notesApi.slow, { deadlineMs: 200 }))).toMatchObject({ code: 'unavailable' });
  });

  it('reads queries and parameters as they would be in an address', async () => {
    const bearer = issuer.mint();
    expect(await client().call(notesApi.list, { query: { limit: 7, cursor: undefined }, bearer })).toEqual({ limit: 7 });
    expect(await client().call(notesApi.label, { params: { noteId: randomUUID().toUpperCase(), label: 'a/b %' } })).toMatchObject({ label: 'a/b %' });
    expect(await failureOf(client().call(notesApi.get, { params: { noteId: 'nonsense' }, bearer }))).toMatchObject({ code: 'not-found' });
  });
});

describe('a process of several services', () => {
  it('has one door', async () => {
    expect((await fetch(`${shared.url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${shared.opsUrl}/health/ready`)).json()).toMatchObject({ status: 'ok', stores: { messages: 'up', database: 'up' } });
    expect(listening() - before).toBe(2);
  });

  it('tells the numbers of each service apart, and those of the process once', async () => {
    await requestContext.run({ ...newRequestContext(), userId: randomUUID() }, () => inside({ text: 'a' }));
    const text = await (await fetch(`${shared.opsUrl}/metrics`)).text();
    expect(text).toMatch(/hallway_call_duration_seconds_count\{[^}]*target="messages"[^}]*transport="local"[^}]*status="2xx"[^}]*service="sample"\} \d+/);
    for (const service of ['messages', 'sample']) expect(text).toContain(`hallway_db_pool_connections{state="idle",service="${service}"}`);
    expect(text.match(/^process_start_time_seconds\{/gm)).toHaveLength(1);
    expect(text.match(/^# TYPE hallway_db_pool_connections /gm)).toHaveLength(1);
  });
});

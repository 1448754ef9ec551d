import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Client, createClient } from '@hallway/client';
import { conversationsApi } from '@hallway/contracts-conversations';
import type { Message } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { freePort } from '../../../tools/local-stack/ports.mjs';
import { NpmStart, untilGone } from '../src/npm-start';
import { slowness } from '../src/slowness';
import { expectWhole, historyOf, sendUntilAcknowledged } from '../src/system';

const ana = { username: 'ana', email: 'ana@example.org', password: 'a long password of ana', displayName: 'Ana' };

/** The programs that hold the services, in each of the forms. */
const programs = { one: ['hallway'], separate: ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'] };

describe.each(['one', 'separate'] as const)('npm start, HALLWAY_MODE=%s', (mode) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hallway-start-'));
  const clients: Client[] = [];
  let port: number;
  let current: NpmStart | undefined;
  let url: string;
  let conversationId: string | undefined;

  const start = () => new NpmStart({ DATA_DIR: dataDir, PORT: String(port), HALLWAY_MODE: mode });
  /** The running system; started again where the last test has ended it. */
  const up = async (): Promise<NpmStart> => {
    if (current && !current.ended) return current;
    current = start();
    ({ url } = await current.ready());
    return current;
  };
  /** Ana at the system that runs now; she and her group are made once. */
  const signedIn = async (): Promise<Client> => {
    const client = createClient({ url, auth: { transport: 'body' } });
    clients.push(client);
    if (conversationId) await client.session.login({ login: ana.username, password: ana.password });
    else await client.session.register(ana);
    conversationId ??= (await client.call(conversationsApi.create, { body: { type: 'group', title: 'Group', memberIds: [] } })).id;
    return client;
  };
  const history = (client: Client): Promise<Message[]> => historyOf(client, conversationId!);

  beforeAll(async () => {
    port = await freePort();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    if (current && !current.ended) {
      current.signal('SIGTERM');
      await current.end();
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('answers its page, and refuses a second start on its folder or its port in plain words', async () => {
    const running = await up();
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    const sameFolder = start();
    expect(await sameFolder.end()).toBe(1);
    expect(sameFolder.text).toMatch(/^Hallway already runs on this data folder \(process \d+\); stop it first or choose another DATA_DIR\.$/m);
    const other = mkdtempSync(join(tmpdir(), 'hallway-start-'));
    const samePort = new NpmStart({ DATA_DIR: other, PORT: String(port) });
    expect(await samePort.end()).toBe(1);
    rmSync(other, { recursive: true });
    expect(samePort.text).toMatch(
      new RegExp(`^Port ${port} is in use\\. Stop the program that uses it, or choose another port: PORT=${port + 1} npm start$`, 'm'),
    );
    expect((await fetch(url)).status).toBe(200);
    expect(running.ended).toBe(false);
  });

  it('starts a process that was killed again, waits longer each time, and says so', async () => {
    const victim = mode === 'one' ? 'hallway' : 'messages';
    const running = await up();
    const client = await signedIn();
    const pauses: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const pid = running.processes().get(victim)!;
      const said = running.text.length;
      process.kill(pid, 'SIGKILL');
      await eventually(
        () => {
          const [, pause] = new RegExp(`^.*${victim} ended \\(SIGKILL\\); starting it again in (\\d+) ms$`, 'm').exec(running.text.slice(said)) ?? [];
          expect(pause).toBeDefined();
          pauses.push(Number(pause));
        },
        { timeoutMs: 10_000 },
      );
      await eventually(() => ![pid, undefined].includes(running.processes().get(victim)), { timeoutMs: 20_000 });
    }
    // Who had lived long enough before the first kill starts again at once.
    expect([
      [0, 250, 500],
      [250, 500, 1_000],
    ]).toContainEqual(pauses);
    await sendUntilAcknowledged(client, conversationId!, 'after the kills');
  });

  it.each(['Ctrl-C', 'SIGTERM'] as const)(
    '%s ends every process within 10 s, the stores last, and the next start has all that was said within 15 s',
    async (how) => {
      const running = await up();
      const said = await sendUntilAcknowledged(await signedIn(), conversationId!, how);
      const processes = running.processes();
      expect([...processes.keys()]).toEqual(expect.arrayContaining(['npm', 'runner', 'postgres', 'redis', ...programs[mode]]));
      running.signal(how);
      const seen = await untilGone(processes, 10_000);
      expect(await running.end()).not.toBe(1);
      expect(running.text).toContain('Hallway has stopped');
      const stores = ['postgres', 'redis'].map((name) => seen.get(name)!);
      for (const name of programs[mode]) expect(seen.get(name)).toBeLessThanOrEqual(Math.min(...stores));
      const limit = 15_000 * slowness();
      current = start();
      const { ms } = await current.ready();
      expect(ms).toBeLessThan(limit);
      expect((await history(await signedIn())).map(({ id }) => id)).toContain(said.id);
    },
  );

  it('loses nothing that was acknowledged when everything is killed at once, and acknowledges again within 20 s', async () => {
    const running = await up();
    const client = await signedIn();
    const before = await history(client);
    const acknowledged: string[] = [];
    const send = () =>
      client.emit('message:send', { conversationId: conversationId!, clientMessageId: randomUUID(), body: 'before the kill' }).then(
        ({ id }) => acknowledged.push(id),
        () => undefined, // not acknowledged, not promised
      );
    await eventually(() => client.connection.online, { timeoutMs: 20_000 });
    while (acknowledged.length < 60) await Promise.all(Array.from({ length: 10 }, send));
    const onTheirWay = Array.from({ length: 40 }, send);
    await running.killAll();
    client.close();
    await Promise.all(onTheirWay);
    await eventually(() => expect(running.ended).toBe(true), { timeoutMs: 10_000 });
    const limit = 20_000 * slowness();
    const restarted = Date.now();
    await up();
    const back = await signedIn();
    const first = await sendUntilAcknowledged(back, conversationId!, 'first again');
    expect(Date.now() - restarted).toBeLessThan(limit);
    const after = await history(back);
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining([...before.map(({ id }) => id), ...acknowledged, first.id]));
    expectWhole(after, after.length);
  });
});

describe('npm start', () => {
  it('runs in either form on the same data, and migrates it once for each build', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hallway-forms-'));
    const clients: Client[] = [];
    let conversationId: string | undefined;
    const said: string[] = [];
    const migrations: number[] = [];
    try {
      for (const mode of ['one', 'one', 'separate', 'one']) {
        const running = new NpmStart({ DATA_DIR: dataDir, PORT: '0', HALLWAY_MODE: mode });
        const { url } = await running.ready();
        migrations.push(running.text.match(/migrating the data of/g)?.length ?? 0);
        const client = createClient({ url, auth: { transport: 'body' } });
        clients.push(client);
        if (conversationId) await client.session.login({ login: ana.username, password: ana.password });
        else await client.session.register(ana);
        conversationId ??= (await client.call(conversationsApi.create, { body: { type: 'group', title: 'Group', memberIds: [] } })).id;
        said.push((await sendUntilAcknowledged(client, conversationId, mode)).id);
        expect((await historyOf(client, conversationId)).map(({ id }) => id)).toEqual(expect.arrayContaining(said));
        client.close();
        running.signal('SIGTERM');
        await running.end();
      }
      expect(migrations).toEqual([1, 0, 4, 1]);
    } finally {
      for (const client of clients) client.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe('npm start --only', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hallway-start-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('runs one service at the public port, with the stores and none of its siblings', async () => {
    const running = new NpmStart({ DATA_DIR: dataDir, PORT: '0' }, ['--only', 'auth']);
    const { url } = await running.ready();
    expect([...running.processes().keys()].sort()).toEqual(['auth', 'npm', 'postgres', 'redis', 'runner']);
    expect((await fetch(`${url}/nothing-here`)).status).toBe(404);
    running.signal('Ctrl-C');
    expect(await running.end()).toBe(0);
  });

  it('stops with everything it started when what reads its output goes away', async () => {
    const running = new NpmStart({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'debug' }, ['--only', 'auth']);
    const { url } = await running.ready();
    const processes = running.processes();
    running.closeOutput();
    // What it is asked it logs.
    await fetch(`${url}/nothing-here`);
    await untilGone(processes, 20_000);
  });
});

import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { uploadsApi } from '@hallway/contracts-uploads';
import { eventually } from '@hallway/testing';

import { freePort } from '../../local-stack/ports.mjs';
import { ComposeStack } from '../src/compose-stack';
import { engine } from '../src/engine';
import { historyOf, People, send, Writer } from '../src/people';

/** A picture of one pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('docker-compose.yml, profile small', () => {
  let stack: ComposeStack;
  let people: People;
  let url: string;
  let ana: Client;
  let bo: Client;
  let conversationId: string;

  const ready = () => eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200), { timeoutMs: 120_000, everyMs: 200 });

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    stack = new ComposeStack(`hallway-small-${randomUUID().slice(0, 8)}`, 'small', { PORT: port, PUBLIC_URL: url, RATE_LIMITS: 'off' });
    const began = Date.now();
    await stack.up();
    await ready();
    console.log(`small: ready ${((Date.now() - began) / 1_000).toFixed(1)} s after the first up`);
    people = new People(url);
  }, 300_000);
  afterAll(async () => {
    people?.close();
    await stack?.down('-v');
  }, 120_000);

  it('lets people sign up, write and see what was written', async () => {
    [ana, bo] = await Promise.all([people.signUp('ana'), people.signUp('bo')]);
    conversationId = await people.group(ana, bo);
    for (let i = 0; i < 10; i += 1) await send(i % 2 ? ana : bo, conversationId, `hello ${i}`);
    expect((await historyOf(bo, conversationId)).map(({ body }) => body)).toEqual(Array.from({ length: 10 }, (_, i) => `hello ${i}`));
  });

  it('takes a picture, and gives it back', async () => {
    const { id } = await ana.uploads.upload({ name: 'pixel.png', type: 'image/png', size: pixel.length, data: pixel });
    await send(ana, conversationId, 'a picture', [id]);
    await eventually(async () => expect((await bo.blob(uploadsApi.content, { params: { uploadId: id } })).size).toBeGreaterThan(0));
  });

  it('serves the web app with its policy', async () => {
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('<div id="root">');
  });

  it('runs without rights on a root that cannot be written', async () => {
    const { Id, HostConfig } = await stack.only('hallway');
    expect(HostConfig.ReadonlyRootfs).toBe(true);
    const status = await engine('exec', Id, 'cat', '/proc/self/status');
    expect(status).toMatch(/^Uid:\t1000\t1000/m);
    expect(status).toMatch(/^CapBnd:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    await expect(engine('exec', Id, 'sh', '-c', 'echo > /app/x')).rejects.toThrow('Read-only file system');
    await engine('exec', Id, 'node', '-e', "fetch('http://127.0.0.1:9090/health/live').then((r) => process.exit(r.ok ? 0 : 1))");
  });

  it('loses nothing when the process or a store is killed while people write', async () => {
    const writers = [new Writer(ana, conversationId), new Writer(bo, conversationId)];
    for (const service of ['hallway', 'redis', 'postgres']) {
      const before = writers.map((writer) => writer.acknowledged.length);
      await stack.kill(service);
      await eventually(() => writers.forEach((writer, i) => expect(writer.acknowledged.length).toBeGreaterThan(before[i]! + 5)), { timeoutMs: 90_000 });
      console.log(`small: ${service} killed; longest wait so far ${Math.max(...writers.map((writer) => writer.longestWaitMs))} ms`);
    }
    await Promise.all(writers.map((writer) => writer.stop()));
    const ids = (await historyOf(ana, conversationId)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(writers.flatMap((writer) => writer.acknowledged).filter((id) => !ids.includes(id))).toEqual([]);
  }, 300_000);

  it('ends in order, and has everything after down and up', async () => {
    const before = await historyOf(ana, conversationId);
    const began = Date.now();
    await stack.compose('stop', 'hallway');
    expect((await stack.only('hallway')).State).toMatchObject({ Status: 'exited', ExitCode: 0 });
    console.log(`small: stopped in ${Date.now() - began} ms`);
    await stack.down();
    await stack.up();
    await ready();
    expect(await historyOf(ana, conversationId)).toEqual(before);
    await send(bo, conversationId, 'and on');
    expect((await historyOf(ana, conversationId)).at(-1)?.body).toBe('and on');
  }, 300_000);
});

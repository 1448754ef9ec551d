import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

import { preparedDocument } from './prepared-document';

let server: Server;
let made = 0;

function makeText(): string {
  made += 1;
  return 'harbor '.repeat(1_000);
}

beforeEach(async () => {
  made = 0;
  server = createServer(express().get('/', preparedDocument('text/plain', makeText))).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => server.close());

function ask(headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
}

it('makes the text for who asks first, once for all who ask at the same time', async () => {
  expect(made).toBe(0);
  const answers = await Promise.all(['br', 'gzip', 'identity', 'br'].map((encoding) => ask({ 'accept-encoding': encoding })));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(4).fill('harbor '.repeat(1_000)));
  expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual(['br', 'gzip', null, 'br']);
  expect(made).toBe(1);
});

it('answers 304 to who has it', async () => {
  const etag = (await ask()).headers.get('etag') ?? '';
  expect((await ask({ 'if-none-match': etag })).status).toBe(304);
  expect(made).toBe(1);
});

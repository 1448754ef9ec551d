import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@hallway/client';
import { conversationsApi } from '@hallway/contracts-conversations';
import { uploadsApi } from '@hallway/contracts-uploads';
import { eventually } from '@hallway/testing';

import { System } from '../../src/system';
import { RawConnection, requestText, webSocketHeaders } from './raw-connection';

/** How long after the last byte the connection is reset: before, while and after the server deals with it. */
const delaysMs = [0, 0, 0, 1, 2, 4, 8, 16, 40];
const socketIo = '/socket.io/?EIO=4&transport=websocket';
const json = { 'Content-Type': 'application/json' };

interface Stage {
  name: string;
  text: string;
  /** Resets only when this has arrived, and then stops in the middle of what follows. */
  after?: RegExp;
}

const stagesOfEveryProcess: Stage[] = [
  { name: 'before any byte', text: '' },
  { name: 'in the request line', text: 'GE' },
  { name: 'in the headers', text: 'GET /health/live HTTP/1.1\r\nHos' },
  { name: 'in the body', text: requestText('POST', '/api/v1/auth/login', { ...json, 'Content-Length': '200' }, '{"type"') },
  { name: 'in a chunked body', text: requestText('POST', '/nope', { ...json, 'Transfer-Encoding': 'chunked' }, '5\r\n{"a":') },
  { name: 'before the answer', text: requestText('GET', '/health/ready') },
  { name: 'before many answers', text: requestText('GET', '/nope').repeat(50) },
  { name: 'in the answer', text: requestText('GET', '/metrics').repeat(4), after: /HTTP/ },
  { name: 'an upgrade to nothing', text: requestText('GET', '/nope', webSocketHeaders) },
  { name: 'an upgrade to no path', text: requestText('GET', '//', webSocketHeaders) },
  {
    name: 'another protocol',
    text: requestText('GET', '/socket.io/', { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQ' }),
  },
  { name: 'a tunnel', text: requestText('CONNECT', 'example.org:443') },
  { name: 'an upgrade of a body', text: requestText('POST', socketIo, { ...webSocketHeaders, 'Content-Length': '10' }, '12345') },
  { name: 'a WebSocket before 101', text: requestText('GET', socketIo, webSocketHeaders) },
  { name: 'a WebSocket in a frame', text: requestText('GET', socketIo, webSocketHeaders) + '\x81\xfe\x10\x00abcd' },
  { name: 'a bad WebSocket key', text: requestText('GET', socketIo, { ...webSocketHeaders, 'Sec-WebSocket-Key': 'k' }) },
  { name: 'nonsense', text: 'NONSENSE\r\n\r\n' },
  { name: 'a handshake of TLS', text: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' },
];

const malformed = {
  nonsense: 'NONSENSE\r\n\r\n',
  'a bad header': 'GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n',
  'two lengths': requestText('POST', '/nope', { 'Content-Length': '5', 'content-length': '6' }, 'hello'),
  'another version': 'GET / HTTX/1.1\r\nHost: x\r\n\r\n',
};

describe('connections that are reset', () => {
  const faults: string[] = [];
  let system: System;
  let ana: Client;
  let token: string;

  beforeAll(async () => {
    system = await System.start(
      {},
      {
        onLine: (instance, line) => {
          if (/"level":"ERROR"|"stack":|^\s+at /.test(line)) faults.push(`${instance}: ${line}`);
        },
      },
    );
    ana = await system.person('ana');
    token = `Bearer ${await ana.session.current()}`;
  }, 180_000);
  beforeEach(() => (faults.length = 0));
  afterAll(() => system?.stop());

  const doors = () =>
    system.stack.services.flatMap(({ instance, url, opsUrl }: { instance: string; url: string; opsUrl: string }) => [
      { instance, url },
      { instance: `${instance} (ops)`, url: opsUrl },
    ]);
  const pids = () =>
    Object.fromEntries(system.stack.services.map(({ instance, pid }: { instance: string; pid: number }) => [instance, pid])) as Record<string, number>;

  const resetAt = async (url: string, { text, after }: Stage): Promise<void> => {
    await Promise.all(
      delaysMs.map(async (ms) => {
        const connection = await RawConnection.open(url);
        if (text) connection.write(text);
        if (after) await eventually(() => connection.closed || after.test(connection.text));
        if (ms > 0) await delay(ms);
        connection.reset();
      }),
    );
  };

  /** No process died, all answer, and none logged an error. */
  const expectUnharmed = async (before: Record<string, number>): Promise<void> => {
    for (const { instance, opsUrl } of system.stack.services as { instance: string; opsUrl: string }[]) {
      const status = await fetch(`${opsUrl}/health/live`).then((answer) => answer.status, String);
      expect({ instance, status }).toEqual({ instance, status: 200 });
    }
    expect(pids()).toEqual(before);
    expect(faults).toEqual([]);
  };

  it.each(stagesOfEveryProcess)(
    'end no process: $name',
    async (stage) => {
      const before = pids();
      for (const { url } of doors()) await resetAt(url, stage);
      await expectUnharmed(before);
    },
    60_000,
  );

  it('end no process: calls of a person, in the body, before and in the answer', async () => {
    const before = pids();
    const calls = [
      requestText('POST', '/api/v1/conversations', { ...json, Authorization: token, 'Content-Length': '200' }, '{"type"'),
      requestText('POST', '/api/v1/conversations', { ...json, Authorization: token, 'Content-Length': '2' }, '{}'),
      requestText('GET', '/api/v1/conversations', { Authorization: token }).repeat(10),
    ];
    for (const text of calls) await resetAt(system.url, { name: '', text });
    await resetAt(system.url, { name: '', text: requestText('GET', '/api/openapi.json').repeat(20), after: /200 OK/ });
    await expectUnharmed(before);
  }, 60_000);

  it('end no process: sockets after 101 and long polls', async () => {
    const before = pids();
    for (const url of [system.url, system.replicas('realtime')[0].url as string]) {
      await resetAt(url, { name: '', text: requestText('GET', socketIo, webSocketHeaders), after: /101 Switching/ });
      await Promise.all(
        delaysMs.map(async (ms) => {
          const opened = await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text();
          const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
          const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
          const [poll, send] = await Promise.all([RawConnection.open(url), RawConnection.open(url)]);
          poll.write(requestText('GET', path));
          send.write(requestText('POST', path, { 'Content-Type': 'text/plain', 'Content-Length': '40' }, '40'));
          if (ms > 0) await delay(ms);
          poll.reset();
          send.reset();
        }),
      );
    }
    await expectUnharmed(before);
  }, 60_000);

  it('end no process: uploads in one request and in pieces, and downloads', async () => {
    const before = pids();
    const size = 8_000_000;
    const declare = (bytes: number) => ana.call(uploadsApi.declare, { body: { fileName: 'a.bin', mimeType: 'application/octet-stream', size: bytes } });
    const [once, pieces, whole] = await Promise.all([declare(size), declare(size), declare(size)]);
    const send = { Authorization: token, 'Content-Type': 'application/octet-stream', 'Content-Length': String(size) };
    await resetAt(system.url, { name: '', text: requestText('PUT', once.upload.url, send, 'x'.repeat(100_000)) });
    const piece = {
      Authorization: token,
      'Tus-Resumable': '1.0.0',
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': '0',
      'Content-Length': String(size),
    };
    await resetAt(system.url, { name: '', text: requestText('PATCH', pieces.resumable.url, piece, 'x'.repeat(100_000)) });
    await fetch(system.url + whole.upload.url, { method: 'PUT', headers: { Authorization: token, ...whole.upload.headers }, body: randomBytes(size) });
    await ana.call(uploadsApi.complete, { params: { uploadId: whole.id } });
    await resetAt(system.url, { name: '', text: requestText('GET', `/api/v1/uploads/${whole.id}/content`, { Authorization: token }), after: /200 OK/ });
    await expectUnharmed(before);
    await ana.call(conversationsApi.list, {});
  }, 60_000);

  it.each(Object.entries(malformed))('are answered 400 when what they say is malformed: %s', async (_name, text) => {
    for (const { instance, url } of doors()) {
      const connection = await RawConnection.open(url);
      connection.write(text);
      await eventually(() => connection.closed);
      expect({ instance, status: connection.status }).toEqual({ instance, status: 400 });
    }
  });

  it('are told a status when their upgrade is refused', async () => {
    for (const { instance, url } of doors()) {
      const statusOf = async (path: string, headers = {}): Promise<number> => {
        const connection = await RawConnection.open(url);
        connection.write(requestText('GET', path, { ...webSocketHeaders, ...headers }));
        await eventually(() => connection.status !== 0);
        connection.reset();
        return connection.status;
      };
      expect({ instance, status: await statusOf('/nope') }).toEqual({ instance, status: 404 });
      expect({ instance, status: await statusOf('//') }).toEqual({ instance, status: 404 });
      const takesSockets = /^(realtime|api-gateway)[^ ]*$/.test(instance);
      expect({ instance, status: await statusOf(socketIo, { Upgrade: 'h2c' }) }).toEqual({ instance, status: takesSockets ? 400 : 404 });
    }
  });
});

import { randomBytes, randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { type Conversation, conversationsApi } from '@hallway/contracts-conversations';
import { messagesApi } from '@hallway/contracts-messages';
import { uploadsApi } from '@hallway/contracts-uploads';
import { eventually } from '@hallway/testing';

import { System } from '../../src/system';
import { RawConnection, requestText, webSocketHeaders } from './raw-connection';

const attackers = 530;
/** What another person may wait in the worst case, on a machine that does much else. */
const mostMs = 10_000;
const json = { 'Content-Type': 'application/json' };

describe('who holds connections', () => {
  const open: RawConnection[] = [];
  const timers: NodeJS.Timeout[] = [];
  let system: System;
  let [ana, mallory]: Client[] = [];
  let conversation: Conversation;
  let file: string;

  beforeAll(async () => {
    system = await System.start({}, { env: { RATE_LIMITS: 'on', GATEWAY_READ_LIMIT: '100000', GATEWAY_WRITE_LIMIT: '100000' } });
    [ana, mallory] = [await system.person('ana'), await system.person('mallory')];
    conversation = await system.group(ana, mallory);
    file = await uploaded(ana, 64_000);
  }, 180_000);
  afterEach(() => {
    for (const timer of timers.splice(0)) clearInterval(timer);
    for (const connection of open.splice(0)) connection.reset();
  });
  afterAll(() => system?.stop());

  const uploaded = async (client: Client, size: number): Promise<string> => {
    const { id, upload } = await client.call(uploadsApi.declare, { body: { fileName: 'a.bin', mimeType: 'application/octet-stream', size } });
    const headers = { authorization: `Bearer ${await client.session.current()}`, ...upload.headers };
    expect((await fetch(system.url + upload.url, { method: 'PUT', headers, body: randomBytes(size) })).status).toBe(204);
    await client.call(uploadsApi.complete, { params: { uploadId: id } });
    return id;
  };

  /** Far above the limits of how often, so that those of how many at a time are what holds. Half of them from one address, the others from many. */
  const attack = (text: string, url = system.url): Promise<RawConnection[]> =>
    Promise.all(
      Array.from({ length: attackers }, async (_, i) => {
        const connection = await RawConnection.open(url, i % 2 ? '127.0.0.2' : `127.0.1.${i % 250}`);
        open.push(connection);
        connection.stopReading();
        connection.write(text);
        return connection;
      }),
    );

  /** Ana goes on: lists, messages, a file, keys of sign-ins, a new socket. Answers what she waited at most. */
  const longestWait = async (): Promise<number> => {
    const token = `Bearer ${await ana!.session.current()}`;
    const calls = [
      () => ana!.call(conversationsApi.list, {}),
      () => ana!.call(messagesApi.send, { params: { conversationId: conversation.id }, body: { clientMessageId: randomUUID(), body: 'still here' } }),
      () => ana!.emit('message:send', { conversationId: conversation.id, clientMessageId: randomUUID(), body: 'still live' }),
      () =>
        fetch(`${system.url}/api/v1/uploads/${file}/content`, { headers: { authorization: token } }).then(async (answer) =>
          expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 64_000]),
        ),
      () => fetch(`${system.url}/.well-known/jwks.json`).then(({ status }) => expect(status).toBe(200)),
      () => fetch(`${system.url}/socket.io/?EIO=4&transport=polling`).then(({ status }) => expect(status).toBe(200)),
      () => fetch(`${system.url}/health/ready`).then(({ status }) => expect(status).toBe(200)),
    ];
    let longest = 0;
    for (let round = 0; round < 3; round += 1) {
      for (const call of calls) {
        const begun = performance.now();
        await call();
        longest = Math.max(longest, performance.now() - begun);
      }
    }
    return Math.round(longest);
  };

  const expectQuick = async (name: string): Promise<void> => {
    const longest = await longestWait();
    process.stdout.write(`longest wait of another person under ${attackers} ${name}: ${longest} ms\n`);
    expect(longest).toBeLessThan(mostMs);
  };

  it('quietly', async () => {
    await longestWait();
    await expectQuick('nothing at all');
  }, 60_000);

  it.each(['signed in', 'a stranger'])(
    'with half of a request, %s, does not keep others waiting, and is cut',
    async (who) => {
      const headers = { ...json, 'Content-Length': '200', ...(who === 'signed in' && { Authorization: `Bearer ${await mallory!.session.current()}` }) };
      const connections = await attack(requestText('POST', who === 'signed in' ? '/api/v1/conversations' : '/api/v1/auth/login', headers, '{"type"'));
      await expectQuick(`half-sent requests (${who})`);
      for (const { socket } of connections) socket.resume();
      await eventually(() => connections.every(({ closed, status }) => closed || status >= 400), { timeoutMs: 20_000 });
      expect(connections.filter(({ status }) => status !== 408 && status !== 429)).toEqual([]);
    },
    60_000,
  );

  it.each(['/api/v1/conversations', '/api/v1/uploads/tus/UPLOAD', '/api/v1/uploads/UPLOAD/bytes'])(
    'with a byte every so often to %s does not keep others waiting',
    async (path) => {
      const { id } = await mallory!.call(uploadsApi.declare, { body: { fileName: 'a.bin', mimeType: 'application/octet-stream', size: 200 } });
      const tus = path.includes('tus');
      const headers = {
        Authorization: `Bearer ${await mallory!.session.current()}`,
        'Content-Type': tus ? 'application/offset+octet-stream' : path.endsWith('bytes') ? 'application/octet-stream' : 'application/json',
        'Content-Length': '200',
        ...(tus && { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' }),
      };
      const method = tus ? 'PATCH' : path.endsWith('bytes') ? 'PUT' : 'POST';
      const connections = await attack(requestText(method, path.replace('UPLOAD', id), headers, '{'));
      timers.push(setInterval(() => connections.forEach(({ socket }) => socket.writable && socket.write(' ')), 2_000));
      await expectQuick(`senders of single bytes to ${path}`);
      await expectQuick(`senders of single bytes to ${path}, later`);
    },
    90_000,
  );

  it('with files that are not read does not keep others waiting, and is cut', async () => {
    const large = await uploaded(mallory!, 20_000_000);
    const before = await underWay();
    await attack(requestText('GET', `/api/v1/uploads/${large}/content`, { Authorization: `Bearer ${await mallory!.session.current()}` }));
    await expectQuick('unread downloads');
    await eventually(async () => (await underWay()) <= before, { timeoutMs: 60_000, everyMs: 500 });
  }, 120_000);

  it('with the longest pages of messages, which are not read, does not keep others waiting', async () => {
    const { id } = await system.group(mallory!);
    for (let i = 0; i < 100; i += 1)
      await mallory!.call(messagesApi.send, { params: { conversationId: id }, body: { clientMessageId: randomUUID(), body: '語'.repeat(16_000) } });
    await attack(requestText('GET', `/api/v1/conversations/${id}/messages?limit=100`, { Authorization: `Bearer ${await mallory!.session.current()}` }));
    await expectQuick('unread pages of messages');
    await expectQuick('unread pages of messages, later');
  }, 120_000);

  it('with sockets that say nothing does not keep others waiting', async () => {
    await attack('');
    await attack(requestText('GET', '/socket.io/?EIO=4&transport=websocket', webSocketHeaders));
    await expectQuick('silent connections, and as many silent sockets');
  }, 60_000);

  /** Requests that the gateway answers at this moment, by its own count. */
  const underWay = async (): Promise<number> => {
    const [gateway] = system.replicas('api-gateway');
    const metrics = await (await fetch(`${gateway.opsUrl as string}/metrics`)).text();
    return Number(/^hallway_http_requests_in_flight\{[^}]*\} (\d+)/m.exec(metrics)?.[1] ?? NaN);
  };
});

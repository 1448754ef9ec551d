import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { WebSocket } from 'ws';

import { eventually } from '@hallway/testing';

import type { ApiUser, Json } from './api-user';
import { declare } from './files';
import { expectProblem, expectRefusal, faultsOf } from './shapes';
import { hallway } from './shared-hallway';

const id = '01a205c8-61d6-75c2-9033-10638185f406';
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as Json;
const list = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json;
/** Written as text: an object literal would set the prototype instead. */
const polluted = (body: object, key: string) => `{"${key}":{"admin":true},${JSON.stringify(body).slice(1)}`;

/** Wrong in every field that there is. */
const wrong: [string, unknown][] = [
  ['null', null],
  ['a number', 1e21],
  ['a negative number', -1.5],
  ['true', true],
  ['an object', { $gt: '' }],
  ['deep nesting', nested(200)],
  ['a list of lists', list(200)],
  ['U+0000', 'a\0b'],
  ['half a surrogate pair', '\ud83d'],
  ['too long a text', 'x'.repeat(20_000)],
  ['an object that claims to be text', { toString: 'x', length: 1 }],
];

/** A sound body of every route that takes one; optional fields are there too. */
const bodies: [string, string, Json][] = [
  [
    'POST',
    '/auth/register',
    { username: 'someone', email: 'a@b.example', password: 'a long password', displayName: 'x', deviceName: 'x', tokenTransport: 'body' },
  ],
  ['POST', '/auth/login', { login: 'someone', password: 'a long password', deviceName: 'x', tokenTransport: 'body' }],
  ['POST', '/auth/refresh', { refreshToken: 'x', tokenTransport: 'body' }],
  ['POST', '/auth/logout', { tokenTransport: 'body' }],
  ['POST', '/auth/logout-all', { tokenTransport: 'body' }],
  ['POST', '/auth/password', { currentPassword: 'a long password', newPassword: 'a longer password', tokenTransport: 'body' }],
  ['POST', '/auth/password-reset', { token: 'x', password: 'a long password' }],
  ['PATCH', '/admin/users/:member', { role: 'member', active: true }],
  ['PATCH', '/users/me', { displayName: 'x', statusText: 'x', avatarUploadId: id }],
  ['POST', '/conversations', { type: 'group', title: 'x', memberIds: [] }],
  ['PATCH', '/conversations/:group', { title: 'x', avatarUploadId: id, muted: true }],
  ['POST', '/conversations/:group/members', { userIds: [id] }],
  ['PATCH', '/conversations/:group/members/:member', { role: 'admin' }],
  ['POST', '/conversations/:group/invites', { expiresIn: 3600, maxUses: 5 }],
  ['POST', '/conversations/:group/messages', { clientMessageId: id, body: 'x', attachments: [], replyTo: id }],
  ['PUT', '/conversations/:group/read', { seq: 1 }],
  ['PATCH', '/messages/:message', { body: 'x' }],
  ['POST', '/sync', { conversations: [] }],
  ['POST', '/uploads', { fileName: 'x', mimeType: 'text/plain', size: 5, sha256: 'a'.repeat(64) }],
];

/** Where null means something: no picture, no answer to anything, no limit. */
const nullable = ['avatarUploadId', 'replyTo', 'maxUses'];

describe('hostile input (contract §1)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let group: string;
  let message: Json;
  beforeAll(async () => {
    [ana, bo] = (await hallway.people('ana', 'bo')) as [ApiUser, ApiUser];
    group = await hallway.group(ana, bo);
    message = await ana.say(group, 'what must not change');
  });
  /** Nothing was stored, and the server is alive. */
  const expectUnharmed = async () => {
    expect((await ana.get(`/conversations/${group}`)).body).toMatchObject({
      title: 'Group',
      memberCount: 2,
      lastSeq: 1,
      rev: 1,
      muted: false,
      lastMessage: message,
    });
    expect((await ana.get('/users/me')).body).toMatchObject({ displayName: 'ana', statusText: '', avatarUrl: null });
    expect((await ana.get('/conversations')).body.items).toHaveLength(1);
    expect((await fetch(`${hallway.url}/health/ready`)).status).toBe(200);
  };

  const fill = (path: string) => path.replace(':group', group).replace(':member', bo.id).replace(':message', message.id);

  describe.each(bodies)('%s %s', (method, path, body) => {
    const call = (json: unknown) => ana.call(method, fill(path), { json });
    afterAll(expectUnharmed);

    it.each(Object.keys(body))('refuses what %s cannot be', async (field) => {
      const values = wrong.filter(([, value]) => !(value === null && nullable.includes(field)) && !(value === true && ['muted', 'active'].includes(field)));
      await Promise.all(
        values.map(async ([name, value]) => {
          const answer = await call({ ...body, [field]: value });
          expect([name, answer.status]).toEqual([name, 400]);
          expectProblem(answer, 400);
          for (const fault of faultsOf(answer)) expect(fault).toMatch(new RegExp(`^${field}(\\..+)?$`));
        }),
      );
    });

    it('refuses what it does not know, prototypes, and what is no object', async () => {
      const planted = ['id', 'userId', 'role2', 'createdAt', 'isAdmin', 'ownerId', '$where', 'a.b', ''].map((key) => JSON.stringify({ ...body, [key]: 'x' }));
      const prototypes = ['__proto__', 'constructor', 'prototype'].map((key) => polluted(body, key));
      const others = [null, 7, 'text', true, [], [body]].map((whole) => JSON.stringify(whole));
      await Promise.all(
        [...planted, ...prototypes, ...others].map(async (bytes) => {
          const answer = await ana.call(method, fill(path), { bytes, headers: { 'content-type': 'application/json' } });
          expect([bytes, answer.status]).toEqual([bytes, 400]);
          expectProblem(answer, 400);
        }),
      );
      expect(({} as Json).admin).toBeUndefined();
    });

    it('refuses other kinds of bodies, broken ones and large ones', async () => {
      const send = (bytes: string | Uint8Array<ArrayBuffer>, type = 'application/json', headers: Record<string, string> = {}) =>
        ana.call(method, fill(path), { bytes, headers: { 'content-type': type, ...headers } });
      const sound = JSON.stringify(body);
      for (const type of [
        'text/plain',
        'text/html',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
      ])
        expectProblem(await send(sound, type), 415);
      expectProblem(await send(sound, 'application/json', { 'content-encoding': 'gzip' }), 415);
      for (const broken of [
        sound.slice(0, -1),
        `${sound}x`,
        '{"a":1,}',
        '\0',
        new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
        new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
      ])
        expectProblem(await send(broken), 400);
      expectProblem(await send(`{"x":"${'x'.repeat(1_000_000)}"}`), 413, 'payload-too-large');
      expectProblem(await send('['.repeat(100_000)), 400);
    });
  });

  describe('requests that are no requests', () => {
    afterAll(expectUnharmed);

    const talk = (text: string) =>
      new Promise<string>((resolve) => {
        const { hostname, port } = new URL(hallway.url);
        const socket = connect(Number(port), hostname, () => socket.write(text));
        let received = '';
        socket.on('data', (chunk: Buffer) => {
          received += chunk.toString();
          socket.end();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(received));
        socket.setTimeout(20_000, () => socket.destroy());
      });

    it.each([
      ['no HTTP', 'hello\r\n\r\n'],
      ['two lengths', 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
      ['a length and chunks', 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      ['a huge header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
      ['a broken path', 'GET /api/v1/users/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
      ['a path upwards', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
      ['an encoded path upwards', 'GET /assets/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
      ['another host', 'GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n'],
      ['an unknown method', 'BREW /api/v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
      ['TRACE', 'TRACE /api/v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ])('are not a server error: %s', async (_name, request) => {
      const answer = await talk(request);
      expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
      expect(answer).not.toMatch(/root:|node_modules|at .+\.js:\d+/);
    });

    it('believe no headers that only services may send', async () => {
      const forged: Record<string, string>[] = [
        { 'x-hallway-user': ana.id },
        { 'x-user-id': ana.id },
        { 'x-hallway-service': 'auth' },
        { 'x-hallway-service': 'eyJhbGciOiJub25lIn0.e30.' },
      ];
      for (const headers of forged) {
        expectProblem(await hallway.caller().get('/users/me', headers), 401);
        expect((await bo.get('/users/me', headers)).body.id).toBe(bo.id);
      }
      await hallway.caller().call('POST', '/auth/login', {
        json: { login: bo.username, password: bo.password },
        headers: { 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6', forwarded: 'for=6.6.6.6' },
      });
      expect((await bo.get('/auth/sessions')).body.items.map(({ ip }: Json) => ip)).not.toContain('6.6.6.6');
    });
  });

  describe('uploads', () => {
    afterAll(expectUnharmed);

    it('refuse much more than was declared while it comes', async () => {
      const { id: uploadId, upload } = (await declare(ana, { size: 10 })).body;
      const put = ana.call('PUT', upload.url, { bytes: 'x'.repeat(5_000_000), headers: upload.headers });
      const outcome = await put.then(
        ({ status }) => status,
        () => 'cut',
      );
      expect([413, 'cut']).toContain(outcome);
      expectProblem(await ana.post(`/uploads/${uploadId}/complete`), 409, 'upload-incomplete');
    });

    it('have no way past the declared address', async () => {
      for (const path of ['/uploads/tus', '/uploads/tus/', '/uploads/tus/..%2f..%2fx', `/uploads/tus/${id}`, `/uploads/tus/${id}/x`, '/uploads/%00/content']) {
        const { status } = await ana.call('PATCH', path, {
          bytes: 'x',
          headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        });
        expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      }
    });
  });

  describe('sockets', () => {
    afterAll(expectUnharmed);

    const send = (more: object = {}) => ({ conversationId: group, clientMessageId: randomUUID(), body: 'x', ...more });
    const payloads: [string, string, () => unknown[]][] = [
      ['no payload', 'message:send', () => []],
      ['null', 'message:send', () => [null]],
      ['text', 'typing:start', () => ['x']],
      ['a list', 'sync', () => [[]]],
      ['two payloads', 'message:send', () => [send(), send()]],
      ['an empty object', 'message:send', () => [{}]],
      ['an unknown property', 'message:send', () => [send({ senderId: bo.id })]],
      ['a forged seq', 'message:send', () => [send({ seq: 1 })]],
      ['a prototype', 'typing:start', () => [JSON.parse(polluted({ conversationId: group }, '__proto__'))]],
      ['a constructor', 'typing:start', () => [{ conversationId: group, constructor: {} }]],
      ['a wrong type', 'message:send', () => [send({ body: 7 })]],
      ['a long body', 'message:send', () => [send({ body: 'x'.repeat(16_001) })]],
      ['U+0000', 'message:send', () => [send({ body: 'a\0b' })]],
      ['half a surrogate pair', 'message:send', () => [send({ body: '\ud83d' })]],
      ['bytes', 'message:send', () => [Buffer.from('hello')]],
      ['bytes inside', 'message:send', () => [send({ body: Buffer.from('hello') })]],
      ['nesting', 'message:send', () => [send({ attachments: list(300) })]],
      ['a negative mark', 'conversation:read', () => [{ conversationId: group, seq: -1 }]],
      ['a huge mark', 'conversation:delivered', () => [{ conversationId: group, seq: 1e300 }]],
      ['an empty emoji', 'reaction:add', () => [{ messageId: message.id, emoji: '' }]],
      ['too many watched', 'presence:watch', () => [{ userIds: Array.from({ length: 501 }, () => randomUUID()) }]],
      ['too many in a sync', 'sync', () => [{ conversations: Array.from({ length: 1_001 }, () => ({ id, rev: 0 })) }]],
    ];

    it.each(payloads)('refuse %s in %s', async (_name, event, args) => {
      const live = await ana.live();
      expectRefusal(await live.ask(event, ...args()), 400, 'validation-failed');
      expect(live.socket.connected).toBe(true);
    });

    it('refuse events that do not exist, and those of the server', async () => {
      const live = await ana.live();
      for (const event of ['nothing', 'join', 'messages:changed', 'session:revoked', 'constructor', '__proto__', 'toString', ''])
        expectRefusal(await live.ask(event, { conversationId: group }), 404, 'not-found');
    });

    it('need no acknowledgement function, and let no client into a room by name', async () => {
      const [live, inside] = [await (await hallway.person('outsider')).live(), await ana.live()];
      live.socket.emit('message:send', send());
      live.socket.emit('join', `conversation:${group}`);
      live.socket.emit('typing:start');
      live.socket.emit('message:send', 7, 'x', null);
      await live.ok('sync', { conversations: [] });
      await inside.ok('typing:start', { conversationId: group });
      await live.ok('sync', { conversations: [] });
      expect(live.received).toEqual([]);
    });

    const frames: [string, (token: string) => (string | Buffer)[]][] = [
      ['a frame over the limit', (token) => [`40${JSON.stringify({ token })}`, `42["message:send","${'x'.repeat(1_100_000)}"]`]],
      ['broken JSON', (token) => [`40${JSON.stringify({ token })}`, '42["message:send",{']],
      ['text that is no packet', (token) => [`40${JSON.stringify({ token })}`, 'hello']],
      ['many declared attachments', (token) => [`40${JSON.stringify({ token })}`, '4510000-["message:send",{"_placeholder":true,"num":0}]']],
      ['bytes that were not announced', (token) => [`40${JSON.stringify({ token })}`, Buffer.from([1, 2, 3])]],
      ['an event before the handshake', () => ['42["message:send",{}]']],
      ['another namespace', (token) => [`40/admin,${JSON.stringify({ token })}`]],
      ['deep nesting', (token) => [`40${JSON.stringify({ token })}`, `421["sync",${'['.repeat(30_000)}${']'.repeat(30_000)}]`]],
      ['a reserved event', (token) => [`40${JSON.stringify({ token })}`, '42["disconnect"]', '42["error",1]']],
    ];

    it.each(frames)('survive %s', async (_name, make) => {
      const observer = await ana.live();
      const raw = new WebSocket(`${hallway.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      raw.on('error', () => undefined);
      await new Promise((resolve) => raw.once('open', resolve));
      for (const frame of make(bo.accessToken ?? '')) raw.send(frame);
      await observer.ok('sync', { conversations: [] });
      raw.terminate();
      await eventually(() => raw.readyState === WebSocket.CLOSED);
      expect(observer.socket.connected).toBe(true);
    });
  });
});

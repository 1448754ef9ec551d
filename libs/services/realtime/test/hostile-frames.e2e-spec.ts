import { v7 as uuidv7 } from 'uuid';
import { WebSocket } from 'ws';

import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';
import type { TestClient } from './test-client';

const id = '01a205c8-61d6-75c2-9033-10638185f406';

describe('hostile frames', () => {
  let world: RealtimeFixture;
  let observer: TestClient;

  beforeAll(async () => {
    world = await RealtimeFixture.start(1, { RATE_LIMITS: 'off' });
    observer = await world.connect();
  });
  afterEach(async () => {
    await expect(observer.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });
  afterAll(() => world?.stop());

  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
  const send = (more: object) => ({ conversationId: id, clientMessageId: id, body: 'x', ...more });
  const proto = JSON.parse(`{"conversationId":"${id}","__proto__":{"admin":true}}`) as object;

  const payloads: [string, string, unknown[]][] = [
    ['no payload', 'message:send', []],
    ['null', 'message:send', [null]],
    ['a text', 'message:send', ['hello']],
    ['a number', 'sync', [7]],
    ['a list', 'typing:start', [[]]],
    ['an empty object', 'message:send', [{}]],
    ['two payloads', 'message:send', [send({}), send({})]],
    ['an unknown property', 'message:send', [send({ senderId: id })]],
    ['a forged seq', 'message:send', [send({ seq: 1 })]],
    ['a forged time', 'message:send', [send({ createdAt: '2020-01-01T00:00:00.000Z' })]],
    ['a wrong type', 'message:send', [send({ body: 5 })]],
    ['an object for text', 'message:edit', [{ messageId: id, body: { $gt: '' } }]],
    ['an id that is none', 'message:delete', [{ messageId: '../../x' }]],
    ['a long body', 'message:send', [send({ body: 'x'.repeat(16_001) })]],
    ['U+0000', 'message:send', [send({ body: 'a\0b' })]],
    ['half a surrogate pair', 'message:send', [send({ body: 'a\ud800b' })]],
    ['__proto__', 'typing:start', [proto]],
    ['constructor', 'typing:start', [{ conversationId: id, constructor: { prototype: {} } }]],
    ['nesting', 'message:send', [send({ attachments: nested(300) })]],
    ['nesting as payload', 'message:send', [nested(300)]],
    ['bytes', 'message:send', [Buffer.from('hello')]],
    ['bytes inside', 'message:send', [send({ body: Buffer.from('hello') })]],
    ['too many attachments', 'message:send', [send({ attachments: Array.from({ length: 11 }, () => uuidv7()) })]],
    ['too many watched', 'presence:watch', [{ userIds: Array.from({ length: 501 }, () => uuidv7()) }]],
    ['too many in a sync', 'sync', [{ conversations: Array.from({ length: 1_001 }, () => ({ id, rev: 1 })) }]],
    ['a negative mark', 'conversation:read', [{ conversationId: id, seq: -1 }]],
    ['a broken number', 'conversation:read', [{ conversationId: id, seq: 1.5 }]],
    ['an unsafe number', 'conversation:delivered', [{ conversationId: id, seq: Number.MAX_SAFE_INTEGER + 2 }]],
    ['a long emoji', 'reaction:add', [{ messageId: id, emoji: 'x'.repeat(33) }]],
    ['an empty emoji', 'reaction:remove', [{ messageId: id, emoji: '' }]],
    ['a long token', 'auth:renew', [{ token: 'x'.repeat(5_000) }]],
  ];

  it.each(payloads)('answers %s with a problem', async (_name, event, args) => {
    await expect(observer.refused(event, ...args)).resolves.toMatchObject({
      code: 'validation-failed',
      status: 400,
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it.each(['message:sent', 'error', 'join', 'constructor', '__proto__', 'toString', '', 'exception'])(
    'answers the unknown event "%s" with a problem',
    async (event) => {
      await expect(observer.refused(event, { room: `conversation:${id}` })).resolves.toMatchObject({ code: 'not-found' });
    },
  );

  it('needs no acknowledgement function', async () => {
    observer.socket.emit('message:send', { nonsense: true });
    observer.socket.emit('typing:start');
    await expect(observer.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
  });

  it('gives nothing internal away', async () => {
    const problem = await observer.refused('message:send', send({ body: 5 }));
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'errors', 'status', 'title', 'traceId', 'type']);
    expect(problem.errors).toEqual([{ path: 'body', message: expect.any(String) }]);
  });

  const frames: [string, (token: string) => (string | Buffer)[]][] = [
    ['a frame over the limit', (token) => [`40${JSON.stringify({ token })}`, `42["message:send","${'x'.repeat(140_000)}"]`]],
    ['text that is no packet', (token) => [`40${JSON.stringify({ token })}`, 'hello']],
    ['broken JSON', (token) => [`40${JSON.stringify({ token })}`, '42["message:send",{']],
    ['an event that is no list', (token) => [`40${JSON.stringify({ token })}`, '42{"a":1}']],
    ['an event nested deeply', (token) => [`40${JSON.stringify({ token })}`, `421["message:send",{"attachments":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`]],
    ['a reserved event', (token) => [`40${JSON.stringify({ token })}`, '42["disconnect"]', '42["newListener",1]']],
    ['10,000 declared attachments', (token) => [`40${JSON.stringify({ token })}`, '4510000-["message:send",{"_placeholder":true,"num":0}]']],
    ['an attachment out of range', (token) => [`40${JSON.stringify({ token })}`, '451-["message:send",{"_placeholder":true,"num":7}]', Buffer.from('x')]],
    ['bytes that were not announced', (token) => [`40${JSON.stringify({ token })}`, Buffer.from([1, 2, 3])]],
    ['the same acknowledgement id twice', (token) => [`40${JSON.stringify({ token })}`, '427["sync",{}]', '427["sync",{}]']],
    ['an acknowledgement that was not asked for', (token) => [`40${JSON.stringify({ token })}`, '4399[{"ok":true}]']],
    ['an event before the connection', () => ['42["message:send",{}]']],
    ['a connection to another namespace', (token) => [`40/admin,${JSON.stringify({ token })}`]],
    ['a handshake that is no object', () => ['40[1,2,3]']],
    ['a handshake nested deeply', () => [`40{"token":${'['.repeat(20_000)}${']'.repeat(20_000)}}`]],
    ['two handshakes', (token) => [`40${JSON.stringify({ token })}`, `40${JSON.stringify({ token })}`]],
    ['an unknown packet type', (token) => [`40${JSON.stringify({ token })}`, '49[]', '9']],
  ];

  it.each(frames)('survives %s', async (_name, make) => {
    const url = `${world.replicas[0]!.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const raw = new WebSocket(url);
    raw.on('error', () => undefined);
    await new Promise((resolve) => raw.once('open', resolve));
    for (const frame of make(world.issuer.mint())) raw.send(frame);
    await expect(observer.ok('presence:watch', { userIds: [] })).resolves.toEqual([]);
    raw.terminate();
    await eventually(() => raw.readyState === WebSocket.CLOSED);
  });

  it('closes a connection that never signs in', async () => {
    const raw = new WebSocket(`${world.replicas[0]!.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => raw.once('open', resolve));
    await eventually(() => raw.readyState === WebSocket.CLOSED, { timeoutMs: 12_000 });
  });
});

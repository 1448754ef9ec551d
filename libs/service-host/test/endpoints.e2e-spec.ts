import { randomUUID } from 'node:crypto';

import { signServiceToken } from '@hallway/service-kit/auth';

import { type SampleStack, serviceSecret, startSample } from './sample-stack';

let stack: SampleStack;
beforeAll(async () => {
  stack = await startSample();
});
afterAll(() => stack?.close());

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function ask(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; raw?: string | Buffer; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { token, body, raw, headers = {} } = options;
  const response = await fetch(stack.service.url + path, {
    method,
    headers: { ...((body ?? raw) !== undefined && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

const noteUrl = () => `/api/v1/notes/${randomUUID()}`;

describe('routes of an endpoint table', () => {
  it('answers with the status of the endpoint, and with the other one that the handler chose', async () => {
    const token = stack.issuer.mint();
    const url = noteUrl();
    const first = await ask('POST', url, { token, body: { text: 'hello ✋ \u202e' } });
    const second = await ask('POST', url, { token, body: { text: 'again' } });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.text).toBe('hello ✋ \u202e');
  });

  it('serves well-known documents at the root and in the API', async () => {
    for (const path of ['/.well-known/sample.json', '/api/v1/.well-known/sample.json']) {
      expect(await ask('GET', path)).toMatchObject({ status: 200, body: { known: true } });
    }
  });

  it('hands over checked queries and refuses others', async () => {
    const token = stack.issuer.mint();
    expect((await ask('GET', '/api/v1/notes?limit=7', { token })).body).toEqual({ limit: 7 });
    for (const query of ['limit=0', 'limit=101', 'limit=1e1', 'limit=5&limit=6', 'unknown=1', 'cursor=%00', 'limit[a]=1']) {
      const answer = await ask('GET', `/api/v1/notes?${query}`, { token });
      expect({ query, status: answer.status, code: answer.body.code }).toEqual({ query, status: 400, code: 'validation-failed' });
    }
  });

  it('treats an id that cannot exist as not found, and keeps other parameters as text', async () => {
    const token = stack.issuer.mint();
    expect(await ask('GET', '/api/v1/notes/not-a-uuid', { token })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await ask('PUT', `/api/v1/notes/${randomUUID().toUpperCase()}/labels/${encodeURIComponent('👍🏽')}`)).body.label).toBe('👍🏽');
    expect((await ask('PUT', `/api/v1/notes/${randomUUID()}/labels/%00`)).status).toBe(400);
    expect((await ask('PUT', `/api/v1/notes/${randomUUID()}/labels/%zz`)).status).toBe(400);
  });
});

describe('problems', () => {
  it('names each fault of a body with its path', async () => {
    const answer = await ask('POST', noteUrl(), { token: stack.issuer.mint(), body: { text: 5, tags: [{ name: 'a' }, { name: 7 }], admin: true } });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.body).toMatchObject({
      type: '/problems/validation-failed',
      status: 400,
      code: 'validation-failed',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect((answer.body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual(['admin', 'tags.1.name', 'text']);
  });

  it.each<[string, string | Buffer]>([
    ['no JSON', '{"text": '],
    ['an array', '[]'],
    ['null', 'null'],
    ['text', '"hello"'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['U+0000', '{"text":"a\\u0000b"}'],
    ['half of a surrogate pair', '{"text":"a\\ud800b"}'],
    ['a prototype', '{"text":"a","__proto__":{"admin":true}}'],
    ['ten thousand levels', `{"text":"a","tags":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['an empty object', '{}'],
    ['nothing', ''],
    ['null for an optional property', '{"text":"a","stars":null}'],
    ['a number as text', '{"text":"a","stars":"5"}'],
  ])('refuses %s as a body', async (_name, raw) => {
    const answer = await ask('POST', noteUrl(), { token: stack.issuer.mint(), raw });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 'validation-failed' });
  });

  it('refuses other media types, encodings and large bodies', async () => {
    const token = stack.issuer.mint();
    const send = (headers: Record<string, string>, raw = '{"text":"a"}') => ask('POST', noteUrl(), { token, raw, headers });
    expect(await send({ 'content-type': 'text/plain' })).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect((await send({ 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await send({ 'content-type': 'application/json; charset=latin1' })).status).toBe(415);
    expect(await send({}, JSON.stringify({ text: 'x'.repeat(300_000) }))).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
  });

  it('tells an unknown path from a known one with another method', async () => {
    expect(await ask('GET', '/api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const other = await ask('DELETE', '/api/v1/crash');
    expect(other).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(other.headers.get('allow')).toMatch('GET');
  });

  it('gives nothing away about an unexpected failure', async () => {
    const answer = await ask('GET', '/api/v1/crash');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|stack|Error/);
  });
});

describe('who may call', () => {
  it('wants an access token, and says what is wrong with it', async () => {
    const { issuer } = stack;
    const status = async (token?: string) => {
      const { status: code, body, headers } = await ask('GET', '/api/v1/notes', { token });
      return [code, body.code, headers.get('www-authenticate')?.split(' ')[0]];
    };
    expect(await status()).toEqual([401, 'unauthenticated', 'Bearer']);
    expect(await status('garbage')).toEqual([401, 'unauthenticated', 'Bearer']);
    expect(await status(issuer.forge())).toEqual([401, 'unauthenticated', 'Bearer']);
    expect(await status(issuer.mint({ expiresInSeconds: -60 }))).toEqual([401, 'token-expired', 'Bearer']);
    expect((await status(issuer.mint()))[0]).toBe(200);
  });

  it('opens internal routes to service tokens only, and public ones to users only', async () => {
    const body = { text: 'a' };
    const service = signServiceToken(serviceSecret, 'other', 'sample');
    const userId = randomUUID();
    const inside = (headers: Record<string, string>) => ask('POST', '/internal/inside', { body, headers });
    expect((await inside({ authorization: `Bearer ${stack.issuer.mint()}` })).status).toBe(401);
    expect((await inside({ 'x-hallway-service': stack.issuer.mint() })).status).toBe(401);
    expect((await inside({ 'x-hallway-service': signServiceToken(serviceSecret, 'other', 'elsewhere') })).status).toBe(401);
    expect((await inside({ 'x-hallway-service': signServiceToken('x'.repeat(40), 'other', 'sample') })).status).toBe(401);
    const forwarded = { 'x-hallway-service': service, 'x-hallway-user': `${userId};s1`, 'x-forwarded-for': '203.0.113.9, 10.0.0.1' };
    expect((await inside(forwarded)).body).toMatchObject({ userId, sessionId: 's1', ip: '203.0.113.9', text: 'a' });
    expect((await ask('GET', '/api/v1/notes', { headers: forwarded })).status).toBe(401);
    expect((await ask('GET', '/api/v1/notes', { token: service })).status).toBe(401);
  });

  it('believes what is forwarded only from a service', async () => {
    const spoofed = await ask('GET', '/api/v1/who', { headers: { 'x-forwarded-for': '203.0.113.9', 'x-hallway-user': randomUUID() } });
    expect(spoofed.body.ip).toBe('127.0.0.1');
  });

  it('keeps well-formed request ids and replaces others', async () => {
    const id = async (given: string) => (await ask('GET', '/api/v1/who', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await id('abc-123')).toBe('abc-123');
    expect(await id('bad id {}')).not.toBe('bad id {}');
  });
});

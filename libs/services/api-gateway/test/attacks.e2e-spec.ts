import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { eventually, startTestIssuer, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { apiGatewayService } from '../src/api-gateway.service-definition';

const half = 'Content-Type: application/json\r\nContent-Length: 200\r\n\r\n{"type"';

describe('the gateway under attack', () => {
  let [issuer, redis]: [TestIssuer?, TestRedis?] = [];
  let service: Server;
  let gateway: ServiceApp;
  /** Requests that have reached the service and wait for its answer. */
  let arrived: { request: IncomingMessage; response: ServerResponse }[];
  let sockets: Socket[];

  beforeAll(async () => {
    [issuer, redis] = await Promise.all([startTestIssuer(), testRedis()]);
    service = createServer((request, response) => void arrived.push({ request, response }));
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => ([arrived, sockets] = [[], []]));
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    for (const { response } of arrived) response.destroy();
    await gateway?.close();
  });
  afterAll(async () => {
    service?.closeAllConnections();
    service?.close();
    await Promise.all([issuer?.close(), redis?.release()]);
  });

  const start = async (settings: Record<string, unknown> = {}): Promise<void> => {
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    gateway = await createServiceApp(apiGatewayService, {
      REDIS_URL: redis!.url,
      REDIS_KEY_PREFIX: `${redis!.prefix}${randomUUID()}`,
      AUTH_URL: [issuer!.url],
      CONVERSATIONS_URL: [url],
      MESSAGES_URL: [url],
      UPLOADS_URL: [url],
      REALTIME_URL: [url],
      ...settings,
    });
  };
  const bearer = (userId = randomUUID()) => ({ authorization: `Bearer ${issuer!.mint({ userId })}` });
  const raw = async (text: string): Promise<{ socket: Socket; text: () => string }> => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    sockets.push(socket);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'connect');
    socket.write(text);
    return { socket, text: () => answer };
  };
  const statusOf = async (path: string, init: RequestInit = {}) => (await fetch(gateway.url + path, init)).status;

  it.each(['/api/v1/conversations', '/socket.io/?EIO=4&transport=polling'])(
    'asks no replica of %s before the body is whole, and cuts who does not go on',
    async (path) => {
      await start();
      const { socket, text } = await raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer().authorization}\r\n${half}`);
      await eventually(() => socket.destroyed, { timeoutMs: 15_000 });
      expect(text()).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/);
      expect(arrived).toEqual([]);
    },
    20_000,
  );

  it('cuts who goes on byte by byte, too', async () => {
    await start();
    const { socket, text } = await raw(`POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer().authorization}\r\n${half}`);
    const dribble = setInterval(() => socket.write(' '), 1_000);
    await eventually(() => socket.destroyed, { timeoutMs: 40_000, everyMs: 200 });
    clearInterval(dribble);
    expect(text()).toMatch(/^HTTP\/1\.1 408/);
  }, 50_000);

  it('passes a body in chunks on with its length, and an empty one', async () => {
    await start();
    const chunked = await raw(
      `POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer().authorization}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n`,
    );
    await eventually(() => arrived.length === 1);
    const [{ request, response }] = arrived as [(typeof arrived)[number]];
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    expect([Buffer.concat(parts).toString(), request.headers['content-length'], request.headers['transfer-encoding']]).toEqual(['{"a":1}', '7', undefined]);
    response.end('ok');
    await eventually(() => expect(chunked.text()).toContain('200 OK'));
  });

  it('lets one person, and one address, have only so many requests under way, and gives places back', async () => {
    await start({ GATEWAY_IN_FLIGHT_PER_USER: 2, GATEWAY_IN_FLIGHT_PER_ADDRESS: 4 });
    const [ana, bo, caro] = [bearer(), bearer(), bearer()];
    const gone = new AbortController();
    const waiting = [ana, ana, bo].map((headers) => fetch(`${gateway.url}/api/v1/conversations`, { headers, signal: gone.signal }).catch(() => undefined));
    await eventually(() => arrived.length === 3);
    const refused = await fetch(`${gateway.url}/api/v1/conversations`, { headers: ana });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const fourth = fetch(`${gateway.url}/api/v1/conversations`, { headers: bo, signal: gone.signal }).catch(() => undefined);
    await eventually(() => arrived.length === 4);
    expect(await statusOf('/api/v1/conversations', { headers: caro })).toBe(429);
    // Files, pieces and polls are counted apart.
    const apart = ['/api/v1/uploads/x/content', '/socket.io/?EIO=4&transport=polling'].map((path) =>
      fetch(gateway.url + path, { headers: caro, signal: gone.signal }).catch(() => undefined),
    );
    await eventually(() => arrived.length === 6);
    gone.abort();
    await Promise.all([...waiting, fourth, ...apart]);
    const again = eventually(async () => {
      const answer = fetch(`${gateway.url}/api/v1/conversations`, { headers: ana });
      await eventually(() => arrived.length === 7, { timeoutMs: 500 });
      arrived.at(-1)?.response.end('ok');
      return (await answer).status === 200;
    });
    expect(await again).toBe(true);
  });

  it('keeps signed-in users of an address served while strangers take all of its places', async () => {
    await start({ GATEWAY_IN_FLIGHT_PER_ADDRESS: 2 });
    for (let i = 0; i < 2; i += 1) await raw(`POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n${half}`);
    await eventually(async () => (await statusOf('/api/v1/auth/login', { method: 'POST' })) === 429);
    const answer = fetch(`${gateway.url}/api/v1/conversations`, { headers: bearer() });
    await eventually(() => arrived.length === 1, { timeoutMs: 2_000 });
    arrived[0]?.response.end('ok');
    expect((await answer).status).toBe(200);
  });

  it.each([
    ['with Redis', {}],
    ['without Redis', { REDIS_URL: 'redis://127.0.0.1:1' }],
  ])('counts every kind of request of an address, %s', async (_name, settings) => {
    await start({ GATEWAY_ADDRESS_LIMIT: 12, ...settings });
    const id = randomUUID();
    const paths: [string, RequestInit?][] = [
      ['/api/openapi.json'],
      ['/api/asyncapi.json'],
      ['/api/docs'],
      ['/'],
      ['/nothing'],
      ['/problems/not-found'],
      ['/api/v1/nothing'],
      ['/api/v1/sync'],
      ['/api/v1/conversations'],
      [`/api/v1/uploads/tus/${id}`, { method: 'HEAD' }],
      ['/api/v1/sync', { method: 'OPTIONS', headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' } }],
    ];
    for (const [path, init] of paths) expect(await statusOf(path, init)).not.toBe(429);
    const upgrade = 'GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const [first, second] = [await raw(upgrade), await raw(upgrade)];
    await eventually(() => expect([first, second].map(({ text }) => text().slice(9, 12)).sort()).toEqual(['404', '429']));
    expect(second.text() + first.text()).toMatch(/Retry-After: \d+/);
    for (const [path, init] of paths) expect([path, await statusOf(path, init)]).toEqual([path, 429]);
    expect(await statusOf('/health/live')).toBe(200);
  });

  it('keeps signed-in users of an address served when one of them, or a stranger, has used up its share', async () => {
    await start({ GATEWAY_ADDRESS_LIMIT: 3, GATEWAY_READ_LIMIT: 4, GATEWAY_WRITE_LIMIT: 1 });
    const list = async (headers: Record<string, string>): Promise<number> => {
      const reached = arrived.length;
      const answer = statusOf('/api/v1/conversations', { headers });
      await eventually(() => arrived.length > reached);
      arrived.at(-1)?.response.end('ok');
      return answer;
    };
    for (let i = 0; i < 3; i += 1) expect(await statusOf('/nothing')).toBe(404);
    expect(await statusOf('/nothing')).toBe(429);
    const [ana, bo] = [bearer(), bearer()];
    for (let i = 0; i < 4; i += 1) expect(await list(ana)).toBe(200);
    expect(await list(bo)).toBe(200);
    // What is in no table of limits is counted for them as well.
    expect(await statusOf('/nothing', { headers: ana })).toBe(404);
    expect(await statusOf('/nothing', { headers: ana })).toBe(429);
    expect(await statusOf('/nothing', { headers: bo })).toBe(404);
    for (const authorization of ['Bearer x', `Bearer ${'y'.repeat(3_000)}`, `${ana.authorization}x`, 'Basic YTpi']) {
      expect(await statusOf('/api/v1/conversations', { headers: { authorization } })).toBe(429);
    }
  });

  it('counts pieces of uploads as writing', async () => {
    await start({ GATEWAY_WRITE_LIMIT: 1 });
    const headers = { ...bearer(), 'content-type': 'application/offset+octet-stream' };
    const path = `/api/v1/uploads/tus/${randomUUID()}`;
    const piece = fetch(gateway.url + path, { method: 'PATCH', headers, body: 'x' });
    await eventually(() => arrived.length === 1);
    arrived[0]?.response.writeHead(204).end();
    expect((await piece).status).toBe(204);
    expect(await statusOf(path, { method: 'PATCH', headers, body: 'x' })).toBe(429);
  });

  it.each(['/api/openapi.json', '/api/asyncapi.json', '/api/docs'])('serves %s compressed, and 304 to a client that has it', async (path) => {
    await start();
    const first = await fetch(gateway.url + path, { headers: { 'accept-encoding': 'gzip, br' } });
    expect([first.status, first.headers.get('content-encoding'), first.headers.get('vary')]).toEqual([200, 'br', expect.stringContaining('Accept-Encoding')]);
    const text = await first.text();
    const etag = first.headers.get('etag') ?? '';
    expect(await statusOf(path, { headers: { 'if-none-match': etag } })).toBe(304);
    const plain = await fetch(gateway.url + path, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, text]);
  });
});

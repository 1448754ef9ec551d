import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';

import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { eventually, startTestIssuer, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { apiGatewayService } from '../src/api-gateway.service-definition';
import { startUpstream, type Upstream } from './upstream';

/** Where no process listens. */
const noUser = 'http://127.0.0.1:9';

async function urlOf(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a replica that is dead', () => {
  let issuer: TestIssuer;
  let redis: TestRedis;
  let alive: Upstream;
  const gateways: ServiceApp[] = [];
  const servers: (Server | TcpServer)[] = [];

  beforeAll(async () => {
    [issuer, redis, alive] = await Promise.all([startTestIssuer(), testRedis(), startUpstream()]);
  });
  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
    for (const server of servers.splice(0)) server.close();
    alive.seen.length = 0;
  });
  afterAll(() => Promise.all([alive?.stop(), issuer?.close(), redis?.release()]));

  /** A gateway whose messages and realtime run at these addresses. */
  const gatewayOf = async (...urls: string[]) => {
    const settings = {
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      AUTH_URL: [noUser, issuer.url],
      MESSAGES_URL: urls,
      CONVERSATIONS_URL: urls,
      REALTIME_URL: urls,
    };
    const gateway = await createServiceApp(apiGatewayService, settings);
    gateways.push(gateway);
    return gateway;
  };
  /** Takes each connection and breaks it off as soon as something is asked. */
  const breaking = async () => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()).on('error', () => undefined));
    servers.push(server);
    return urlOf(server);
  };
  const call = ({ url }: ServiceApp, method: string, path: string, body?: object) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${issuer.mint()}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
  const send = `/conversations/${randomUUID()}/messages`;

  /** The bytes that an upgrade is answered with, until the connection ends or is joined. */
  const upgrade = ({ url }: ServiceApp) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const socket: Socket = connect(Number(port), hostname, () => {
        socket.write(
          'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n',
        );
      });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.includes(' 101 ')) socket.destroy();
      });
      socket.on('close', () => resolve(text)).on('error', reject);
    });
  const statusesOf = (answers: string[]) => answers.map((text) => text.split(' ')[1]);

  it('costs no call: what never reached it goes to another with all of its body, whatever it does', async () => {
    const gateway = await gatewayOf(noUser, alive.url);
    for (const [method, path] of [
      ['POST', '/conversations'],
      ['POST', send],
      ['PATCH', `/messages/${randomUUID()}`],
      ['DELETE', `/messages/${randomUUID()}`],
    ] as const) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, i) => call(gateway, method, path, method === 'DELETE' ? undefined : { body: 'x'.repeat(50_000), i })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    }
    const bodies = alive.seen.filter(({ method }) => method !== 'DELETE').map(({ body }) => body.length);
    expect(bodies).toHaveLength(18);
    expect(Math.min(...bodies)).toBeGreaterThan(50_000);
  });

  it('costs no reading call when it breaks off', async () => {
    const gateway = await gatewayOf(await breaking(), alive.url);
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(gateway, 'GET', send)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('costs only the writes that were in it, answered 503, and is left alone then', async () => {
    const gateway = await gatewayOf(await breaking(), alive.url);
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) statuses.push((await call(gateway, 'PATCH', `/messages/${randomUUID()}`, { body: 'x' })).status);
    // Its probes are broken off as well, so that it is never tried by a caller's request again.
    expect(statuses.filter((status) => status !== 200)).toEqual([503]);
  });

  it('is found to be frozen by the callers it keeps waiting, and delays no others', async () => {
    const frozen = createServer(() => undefined).on('upgrade', () => undefined);
    servers.push(frozen);
    const gateway = await gatewayOf(await urlOf(frozen), alive.url);
    const waiting = new AbortController();
    const calls = (signal: AbortSignal) =>
      Promise.all(
        [1, 2].map(() =>
          fetch(`${gateway.url}/api/v1${send}`, { headers: { authorization: `Bearer ${issuer.mint()}` }, signal }).then(
            ({ status }) => status,
            () => 0,
          ),
        ),
      );
    const first = calls(waiting.signal);
    // One of them sits in the frozen one; two seconds later it is probed, a second later it is left alone.
    await eventually(
      async () => {
        expect(await calls(AbortSignal.timeout(500))).toEqual([200, 200]);
      },
      { timeoutMs: 15_000 },
    );
    expect(statusesOf(await Promise.all(Array.from({ length: 4 }, () => upgrade(gateway))))).toEqual(Array(4).fill('101'));
    waiting.abort();
    expect((await first).sort()).toEqual([0, 200]);
    frozen.closeAllConnections();
  });

  it('costs no new socket, and answers unavailable when no replica is there', async () => {
    for (const dead of [noUser, await breaking()]) {
      const gateway = await gatewayOf(dead, alive.url);
      expect(statusesOf(await Promise.all(Array.from({ length: 10 }, () => upgrade(gateway))))).toEqual(Array(10).fill('101'));
      const without = await gatewayOf(dead);
      expect(await upgrade(without)).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: 1\r\n/);
      expect((await fetch(`${without.url}/health/live`)).status).toBe(200);
    }
  });

  it('of the gateway itself sends the sockets that it joined elsewhere when it is told to stop', async () => {
    const gateway = await gatewayOf(alive.url);
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(Date.now())));
    socket
      .on('error', () => undefined)
      .write('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    const started = Date.now();
    await gateway.close();
    // Well before the ten seconds after which a process is stopped by force.
    expect((await closed) - started).toBeLessThan(8_000);
  });

  it('hands on why a replica refuses a socket', async () => {
    const refusing = createServer().on(
      'upgrade',
      (_request, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\nThis origin may not enter'),
    );
    servers.push(refusing);
    expect(await upgrade(await gatewayOf(await urlOf(refusing)))).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*\r\n\r\nThis origin may not enter$/);
  });

  it('does not keep an address from polling: it stays with one replica, and goes on with another', async () => {
    const others = await Promise.all([startUpstream(), startUpstream(), startUpstream()]);
    const gateway = await gatewayOf(...others.map(({ url }) => url));
    const poll = async () => (await fetch(`${gateway.url}/socket.io/?EIO=4&transport=polling`)).status;
    const counts = () => others.map(({ seen }) => seen.length);
    for (let i = 0; i < 5; i += 1) expect(await poll()).toBe(200);
    expect(counts().sort()).toEqual([0, 0, 5]);
    await others[counts().indexOf(5)]?.stop();
    for (let i = 0; i < 5; i += 1) expect(await poll()).toBe(200);
    expect(counts().sort()).toEqual([0, 5, 5]);
    await Promise.all(others.map((one) => one.stop().catch(() => undefined)));
  });
});

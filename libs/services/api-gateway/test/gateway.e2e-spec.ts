import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { fullPath } from '@hallway/contracts-core';
import { RevokedSessions } from '@hallway/service-calls';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { startTestIssuer, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { apiGatewayService } from '../src/api-gateway.service-definition';
import { publicRoutes } from '../src/routing/public-routes';
import { startUpstream, type Upstream } from './upstream';

const page = '<!doctype html><title>Hallway</title><script>boot()</script>';

describe('the gateway', () => {
  let gateway: ServiceApp;
  let upstream: Upstream;
  let issuer: TestIssuer;
  let redis: TestRedis;
  let web: string;

  beforeAll(async () => {
    web = mkdtempSync(join(tmpdir(), 'hallway-web-'));
    mkdirSync(join(web, 'assets'));
    writeFileSync(join(web, 'index.html'), page);
    writeFileSync(join(web, 'assets', 'app-1a2b.js'), 'start()');
    writeFileSync(join(web, 'assets', 'app-1a2b.js.br'), brotliCompressSync('start()'));
    [upstream, issuer, redis] = await Promise.all([startUpstream(), startTestIssuer(), testRedis()]);
    gateway = await createServiceApp(apiGatewayService, {
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      AUTH_URL: [issuer.url],
      CONVERSATIONS_URL: [upstream.url],
      MESSAGES_URL: [upstream.url],
      UPLOADS_URL: [upstream.url],
      REALTIME_URL: [upstream.url],
      GATEWAY_WEB_DIR: web,
    });
  });
  afterAll(async () => {
    await gateway?.close();
    await Promise.all([upstream?.stop(), issuer?.close(), redis?.release()]);
    rmSync(web, { recursive: true, force: true });
  });
  beforeEach(() => {
    upstream.seen.length = 0;
    upstream.answer(200, '{"ok":true}');
  });

  const fetchPath = (path: string, init: RequestInit = {}) => fetch(gateway.url + path, init);
  const asUser = (token = issuer.mint()) => ({ authorization: `Bearer ${token}` });

  it('passes a call on as it is, with who asks from where, and gives the answer back', async () => {
    upstream.answer(201, '{"id":1}', { 'content-type': 'application/json', 'x-made-by': 'service' });
    const answer = await fetchPath('/api/v1/conversations?limit=3', {
      method: 'POST',
      headers: { ...asUser(), 'content-type': 'application/json', 'x-hallway-user': 'forged', 'x-forwarded-for': '6.6.6.6' },
      body: '{"type":"direct"}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-made-by')).toBe('service');
    expect(await answer.text()).toBe('{"id":1}');
    expect(upstream.seen[0]).toMatchObject({ method: 'POST', url: '/api/v1/conversations?limit=3', body: '{"type":"direct"}' });
    expect(upstream.seen[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-hallway-service': expect.any(String),
      traceparent: expect.any(String),
    });
    expect(upstream.seen[0]?.headers).not.toHaveProperty('x-hallway-user');
  });

  it('asks for a token on every route of a user, and lets no call through without one', async () => {
    for (const { endpoint } of publicRoutes.filter((route) => route.endpoint.auth === 'user')) {
      const path = fullPath(endpoint).replace(/:\w+/g, randomUUID());
      const answer = await fetchPath(path, { method: endpoint.method });
      expect({ path, status: answer.status, type: answer.headers.get('content-type') }).toEqual({
        path,
        status: 401,
        type: 'application/problem+json; charset=utf-8',
      });
    }
    expect(upstream.seen).toEqual([]);
  });

  it('refuses forged, foreign and run-out tokens', async () => {
    for (const token of [
      issuer.forge(),
      issuer.mint({ audience: 'other' }),
      issuer.mint({ issuer: 'other' }),
      issuer.mint({ expiresInSeconds: -60 }),
      issuer.mint({ type: 'JWT' }),
      'nonsense',
    ]) {
      expect((await fetchPath('/api/v1/conversations', { headers: asUser(token) })).status).toBe(401);
    }
    expect(upstream.seen).toEqual([]);
  });

  it('refuses the token of an ended session at once', async () => {
    const sessionId = randomUUID();
    const token = issuer.mint({ sessionId });
    expect((await fetchPath('/api/v1/conversations', { headers: asUser(token) })).status).toBe(200);
    gateway.app.get(RevokedSessions).add(sessionId);
    const answer = await fetchPath('/api/v1/conversations', { headers: asUser(token) });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'session-revoked' });
  });

  it('refuses a token as soon as its logout is answered, and not when the logout failed', async () => {
    const alone = await createServiceApp(apiGatewayService, {
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      AUTH_URL: [upstream.url],
      CONVERSATIONS_URL: [upstream.url],
    });
    const [token, other] = [randomUUID(), randomUUID()].map((sessionId) => ({ sessionId, headers: asUser(issuer.mint({ sessionId })) }));
    const call = async (method: string, path: string, headers = token?.headers) => (await fetch(`${alone.url}/api/v1${path}`, { method, headers })).status;
    upstream.answer(200, await (await fetch(`${issuer.url}/.well-known/jwks.json`)).text());
    expect(await call('GET', '/conversations')).toBe(200);
    upstream.answer(503, '{}');
    expect([await call('POST', '/auth/logout'), await call('GET', '/conversations')]).toEqual([503, 503]);
    upstream.answer(204, '');
    expect([await call('DELETE', `/auth/sessions/${String(other?.sessionId)}`), await call('GET', '/conversations', other?.headers)]).toEqual([204, 401]);
    expect([await call('POST', '/auth/logout'), await call('GET', '/conversations')]).toEqual([204, 401]);
    await alone.close();
  });

  it('passes an OPTIONS of tus on, and answers those of browsers itself', async () => {
    upstream.answer(204, '', { 'tus-version': '1.0.0' });
    const path = `/api/v1/uploads/tus/${randomUUID()}`;
    expect((await fetchPath(path, { method: 'OPTIONS', headers: asUser() })).headers.get('tus-version')).toBe('1.0.0');
    const preflight = await fetchPath(path, { method: 'OPTIONS', headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PATCH' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods'), upstream.seen.length]).toEqual([204, expect.stringContaining('PATCH'), 1]);
  });

  it.each(['/api/v1/nothing', '/api', '/internal/users/lookup', '/metrics', '/api/v1/internal/messages/batch'])('has nothing at %s', async (path) => {
    const answer = await fetchPath(path, { headers: { ...asUser(), accept: 'text/html' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(upstream.seen).toEqual([]);
  });

  it('answers 405 where only the method is wrong', async () => {
    const answer = await fetchPath('/api/v1/sync', { headers: asUser() });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('answers 503 when no replica does, and works again after', async () => {
    upstream.answer(200, 'late');
    const alone = await createServiceApp(apiGatewayService, {
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      AUTH_URL: [issuer.url],
      MESSAGES_URL: ['http://127.0.0.1:9', upstream.url],
    });
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(`${alone.url}/api/v1/search/messages?q=a`, { headers: asUser() })).status));
    expect(statuses).toEqual([200, 200, 200, 200]);
    const dead = await fetch(`${alone.url}/api/v1/conversations`, { headers: asUser() });
    expect(dead.status).toBe(503);
    expect(dead.headers.get('retry-after')).toBe('1');
    await alone.close();
  });

  it('joins sockets to realtime and closes other upgrades', async () => {
    const talk = (path: string) =>
      new Promise<string>((resolve) => {
        const { hostname, port } = new URL(gateway.url);
        const socket = connect(Number(port), hostname, () => {
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nX-Hallway-User: forged\r\n\r\n`,
          );
        });
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk.toString();
          if (text.endsWith('\r\n\r\n') && text.includes('101')) socket.write('hello');
          if (text.endsWith('hello')) socket.end();
        });
        socket.on('close', () => resolve(text));
      });
    expect(await talk('/socket.io/?EIO=4&transport=websocket')).toMatch(/101 Switching[\s\S]*hello$/);
    expect(upstream.seen[0]?.headers).not.toHaveProperty('x-hallway-user');
    expect(await talk('/elsewhere')).toMatch(/^HTTP\/1.1 404/);
  });

  it('serves the page for addresses of the app, compressed assets for ever, and nothing missing as a page', async () => {
    for (const path of ['/', '/c/0192', '/settings']) {
      const answer = await fetchPath(path, { headers: { accept: 'text/html' } });
      expect(await answer.text()).toBe(page);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^']+'/);
    }
    const asset = await fetchPath('/assets/app-1a2b.js', { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetchPath('/assets/gone-9f.js', { headers: { accept: 'text/html' } })).status).toBe(404);
  });

  it('sets security headers on every answer and allows only known origins', async () => {
    for (const path of ['/', '/api/v1/conversations', '/api/docs']) {
      const { headers } = await fetchPath(path, { headers: { origin: 'https://evil.example' } });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    }
    const ours = await fetchPath('/api/v1/conversations', { headers: { origin: 'http://localhost:3000' } });
    expect(ours.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  });

  it('refuses another site that uses the cookie of the browser', async () => {
    const answer = await fetchPath('/api/v1/auth/refresh', { method: 'POST', headers: { cookie: 'hallway_refresh=x', 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(403);
  });

  it('serves documents, problem pages and health on the public port', async () => {
    expect(await (await fetchPath('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    expect(await (await fetchPath('/api/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
    expect(await (await fetchPath('/api/docs')).text()).toContain('message:send');
    expect(await (await fetchPath('/problems/not-found')).text()).toContain('404');
    expect((await fetchPath('/problems/none')).status).toBe(404);
    expect((await fetchPath('/health/live')).status).toBe(200);
    expect((await fetchPath('/health/ready')).status).toBe(200);
  });
});

import { createServiceApp } from '@hallway/service-host';
import { startTestIssuer, testRedis } from '@hallway/testing';

import { apiGatewayService } from '../src/api-gateway.service-definition';
import { startUpstream } from './upstream';

/** Two replicas of the gateway in front of one upstream that plays every service. */
async function twoGateways(overrides: Record<string, unknown> = {}) {
  const [upstream, issuer, redis] = await Promise.all([startUpstream(), startTestIssuer(), testRedis()]);
  const settings = { REDIS_URL: redis.url, REDIS_KEY_PREFIX: redis.prefix, AUTH_URL: [upstream.url], MESSAGES_URL: [upstream.url], ...overrides };
  const gateways = await Promise.all([createServiceApp(apiGatewayService, settings), createServiceApp(apiGatewayService, settings)]);
  const stop = async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await Promise.all([upstream.stop(), issuer.close(), redis.release()]);
  };
  const login = (i: number) =>
    fetch(`${gateways[i % 2]?.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  return { upstream, login, stop };
}

it('lets exactly 100 anonymous calls of one address through, over all replicas', async () => {
  const { login, stop, upstream } = await twoGateways();
  for (let i = 0; i < 100; i++) expect((await login(i)).status).toBe(200);
  const refused = await login(101);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit-limit')).toBe('100');
  expect(refused.headers.get('ratelimit-remaining')).toBe('0');
  expect(await refused.json()).toMatchObject({ code: 'rate-limited', status: 429 });
  expect(upstream.seen).toHaveLength(100);
  await stop();
});

it('limits nothing with RATE_LIMITS=off', async () => {
  const { login, stop } = await twoGateways({ RATE_LIMITS: 'off' });
  const statuses = await Promise.all(Array.from({ length: 120 }, async (_, i) => (await login(i)).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await stop();
});

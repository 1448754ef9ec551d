import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sessionsInternalApi } from '@hallway/contracts-auth';
import { fullPath } from '@hallway/contracts-core';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { eventually, startTestIssuer, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { apiGatewayService } from '../src/api-gateway.service-definition';
import { startUpstream, type Upstream } from './upstream';

describe('revocation that Redis does not tell', () => {
  const endedSessions: string[] = [];
  let [gateway, auth, issuer, redis, upstream]: [ServiceApp?, Server?, TestIssuer?, TestRedis?, Upstream?] = [];

  beforeAll(async () => {
    [issuer, redis, upstream] = await Promise.all([startTestIssuer(), testRedis(), startUpstream()]);
    auth = createServer((request, response) => {
      const answer =
        request.url === fullPath(sessionsInternalApi.ended)
          ? JSON.stringify({ sessionIds: endedSessions })
          : fetch(issuer!.url + request.url).then((keys) => keys.text());
      void Promise.resolve(answer).then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
    });
    await new Promise<void>((resolve) => auth!.listen(0, '127.0.0.1', resolve));
    gateway = await createServiceApp(apiGatewayService, {
      REDIS_URL: redis.url,
      REDIS_KEY_PREFIX: redis.prefix,
      AUTH_URL: [`http://127.0.0.1:${(auth.address() as AddressInfo).port}`],
      CONVERSATIONS_URL: [upstream.url],
      GATEWAY_SESSION_SWEEP_MS: 200,
    });
  });
  afterAll(async () => {
    await gateway?.close();
    auth?.closeAllConnections();
    auth?.close();
    await Promise.all([upstream?.stop(), issuer?.close(), redis?.release()]);
  });

  it('refuses the token of a session that auth says has ended, and no other', async () => {
    const sessionId = randomUUID();
    const statusOf = async (token: string) => (await fetch(`${gateway!.url}/api/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })).status;
    const token = issuer!.mint({ sessionId });
    expect(await statusOf(token)).toBe(200);
    endedSessions.push(sessionId);
    await eventually(async () => (await statusOf(token)) === 401);
    expect(await statusOf(issuer!.mint())).toBe(200);
  });
});

import type { IncomingMessage } from 'node:http';

import type { TokenVerifier } from '@hallway/service-kit/auth';
import type { Logger } from '@hallway/service-kit/log';

import type { ApiGatewayConfig } from '../config';
import { AddressLimiter } from './address-limiter';

function requestWith(headers: Record<string, string>): IncomingMessage {
  return { url: '/', headers, socket: { remoteAddress: '192.0.2.7' } } as unknown as IncomingMessage;
}

describe('AddressLimiter', () => {
  const said: unknown[][] = [];
  const logger = { warn: (...line: unknown[]) => void said.push(line) } as unknown as Logger;
  const addressLimiter = (settings: Partial<ApiGatewayConfig>) =>
    new AddressLimiter({ RATE_LIMITS: 'off', ...settings } as ApiGatewayConfig, {} as TokenVerifier, logger);
  beforeEach(() => (said.length = 0));

  it('says once a minute, without an address, that a proxy is not trusted', async () => {
    const untrusting = addressLimiter({ GATEWAY_TRUSTED_PROXIES: 0 });
    await untrusting.count(requestWith({}));
    expect(said).toEqual([]);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip']) await untrusting.count(requestWith({ [name]: '203.0.113.5' }));
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
  });

  it('says nothing when it is', async () => {
    await addressLimiter({ GATEWAY_TRUSTED_PROXIES: 1 }).count(requestWith({ 'x-forwarded-for': '203.0.113.5' }));
    expect(said).toEqual([]);
  });
});

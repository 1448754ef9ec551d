import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';

import { rateLimited } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { clientAddress } from '@hallway/service-kit/http';
import { limitKey, rateHeaders } from '@hallway/service-kit/limits';
import { Logger } from '@hallway/service-kit/log';

import { ApiGatewayConfig } from '../config';

const minuteMs = 60_000;
/** Health checks of one address in a minute: they reveal little and are answered while other calls are refused. */
const probeLimit = 1200;
const forwardedHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/**
 * Counts every request of an address before anything else is done for it. Each replica counts in its own memory, so
 * that it costs nothing and holds whatever happens to Redis.
 */
@Injectable()
export class AddressLimiter {
  private readonly calls = new Map<string, number>();
  private readonly probes = new Map<string, number>();
  private windowEnds = 0;
  private warnAgainAt = 0;

  constructor(
    private readonly config: ApiGatewayConfig,
    private readonly logger: Logger,
  ) {}

  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.config.GATEWAY_TRUSTED_PROXIES);
  }

  /** @throws ProblemError `rate-limited` */
  count(request: IncomingMessage): void {
    if (this.config.GATEWAY_TRUSTED_PROXIES === 0) this.noticeProxy(request);
    if (this.config.RATE_LIMITS === 'off') return;
    const now = Date.now();
    if (now >= this.windowEnds) {
      this.calls.clear();
      this.probes.clear();
      this.windowEnds = now + minuteMs;
    }
    const isProbe = request.url?.startsWith('/health/') ?? false;
    const limit = isProbe ? probeLimit : this.config.GATEWAY_ADDRESS_LIMIT;
    const counts = isProbe ? this.probes : this.calls;
    const key = limitKey(this.addressOf(request));
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= limit) return;
    const resetSeconds = Math.ceil((this.windowEnds - now) / 1000);
    throw new ProblemError(rateLimited, { retryAfterSeconds: resetSeconds, headers: rateHeaders({ limit, remaining: 0, resetSeconds }) });
  }

  /** Behind a proxy that is not trusted everyone shares one address, and its limits. */
  private noticeProxy({ headers }: IncomingMessage): void {
    const now = Date.now();
    if (now < this.warnAgainAt || !forwardedHeaders.some((name) => headers[name] !== undefined)) return;
    this.warnAgainAt = now + minuteMs;
    this.logger.warn(
      'requests come through a proxy that is not trusted: all its callers share one limit; GATEWAY_TRUSTED_PROXIES says how many proxies there are',
    );
  }
}

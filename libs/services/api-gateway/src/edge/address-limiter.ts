import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';

import { rateLimited } from '@hallway/contracts-core';
import { TokenVerifier } from '@hallway/service-kit/auth';
import { ProblemError } from '@hallway/service-kit/errors';
import { clientAddress } from '@hallway/service-kit/http';
import { limitKey, rateHeaders } from '@hallway/service-kit/limits';
import { Logger } from '@hallway/service-kit/log';

import { ApiGatewayConfig } from '../config';
import { bearerToken } from './bearer-token';

const minuteMs = 60_000;
/** Health checks of one address in a minute: they reveal little and are answered while other calls are refused. */
const probeLimit = 1200;
const forwardedHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/**
 * Counts every request of an address before anything else is done for it. Each replica counts in its own memory, so
 * that it costs nothing and holds whatever happens to Redis. When an address has had its share, users who are signed
 * in there go on, each with a count of their own: one of those who share an address does not stop the others.
 */
@Injectable()
export class AddressLimiter {
  private readonly calls = new Map<string, number>();
  private readonly probes = new Map<string, number>();
  /** Calls of users beyond the share of their address. */
  private readonly userCalls = new Map<string, number>();
  private windowEnds = 0;
  private warnAgainAt = 0;

  constructor(
    private readonly config: ApiGatewayConfig,
    private readonly verifier: TokenVerifier,
    private readonly logger: Logger,
  ) {}

  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.config.GATEWAY_TRUSTED_PROXIES);
  }

  /** @throws ProblemError `rate-limited` */
  async count(request: IncomingMessage): Promise<void> {
    const { GATEWAY_TRUSTED_PROXIES, GATEWAY_ADDRESS_LIMIT, GATEWAY_READ_LIMIT, GATEWAY_WRITE_LIMIT, RATE_LIMITS } = this.config;
    if (GATEWAY_TRUSTED_PROXIES === 0) this.noticeProxy(request);
    if (RATE_LIMITS === 'off') return;
    this.beginWindow();
    const key = limitKey(this.addressOf(request));
    const isProbe = request.url?.startsWith('/health/') ?? false;
    const withinShare = isProbe ? countUp(this.probes, key, probeLimit) : countUp(this.calls, key, GATEWAY_ADDRESS_LIMIT);
    if (withinShare) return;
    const userId = isProbe ? undefined : await this.userOf(request);
    if (userId && countUp(this.userCalls, userId, GATEWAY_READ_LIMIT + GATEWAY_WRITE_LIMIT)) return;
    const limit = isProbe ? probeLimit : GATEWAY_ADDRESS_LIMIT;
    const resetSeconds = Math.max(1, Math.ceil((this.windowEnds - Date.now()) / 1000));
    throw new ProblemError(rateLimited, { retryAfterSeconds: resetSeconds, headers: rateHeaders({ limit, remaining: 0, resetSeconds }) });
  }

  private beginWindow(): void {
    const now = Date.now();
    if (now < this.windowEnds) return;
    for (const counts of [this.calls, this.probes, this.userCalls]) counts.clear();
    this.windowEnds = now + minuteMs;
  }

  /** Whose token it carries, if that is valid; whether its session has ended is asked further on. */
  private async userOf(request: IncomingMessage): Promise<string | undefined> {
    const token = bearerToken(request);
    if (!token) return undefined;
    return this.verifier.verify(token).then(
      ({ userId }) => userId,
      () => undefined, // whatever is wrong with the token: a stranger's call
    );
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

/** Whether this one is still within the limit. */
function countUp(counts: Map<string, number>, key: string, limit: number): boolean {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count <= limit;
}

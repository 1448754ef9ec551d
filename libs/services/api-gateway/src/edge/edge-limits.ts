import { Injectable } from '@nestjs/common';

import { authApi } from '@hallway/contracts-auth';
import { anonymousCalls, limitKey, type RateBucket, RateLimits } from '@hallway/service-kit/limits';

import { ApiGatewayConfig } from '../config';
import type { PublicRoute } from '../routing/public-routes';

const minute = 60;

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

interface UserCall {
  method: string;
  /** Absent for what is in no contract table. */
  tag?: string;
}

/** The limits of reliability.md part D: strict where strangers call, out of the way of people who chat. */
@Injectable()
export class EdgeLimits {
  private readonly anonymous: RateBucket;
  private readonly read: RateBucket;
  private readonly write: RateBucket;
  private readonly search: RateBucket;

  constructor(
    private readonly limits: RateLimits,
    config: ApiGatewayConfig,
  ) {
    this.anonymous = anonymousCalls(config.GATEWAY_ANONYMOUS_LIMIT);
    this.read = { name: 'read', points: config.GATEWAY_READ_LIMIT, durationSeconds: minute };
    this.write = { name: 'write', points: config.GATEWAY_WRITE_LIMIT, durationSeconds: minute };
    this.search = { name: 'search', points: config.GATEWAY_SEARCH_LIMIT, durationSeconds: minute };
  }

  /** @throws ProblemError `rate-limited` */
  async countAnonymous(route: PublicRoute, address: string): Promise<void> {
    // Reading the public keys reveals nothing and costs nothing. Whether an exchange is of a live session, auth knows and counts.
    if (route.endpoint.method !== 'GET' && route.endpoint !== authApi.refresh) await this.limits.consume(this.anonymous, limitKey(address));
  }

  /** @throws ProblemError `rate-limited` */
  async countUser({ method, tag }: UserCall, userId: string, sessionId: string): Promise<void> {
    if (tag === 'search') await this.limits.consume(this.search, userId);
    else if (reading.has(method)) await this.limits.consume(this.read, sessionId);
    else await this.limits.consume(this.write, userId);
  }
}

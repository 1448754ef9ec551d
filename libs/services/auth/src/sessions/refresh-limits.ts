import { Injectable } from '@nestjs/common';

import { anonymousCalls, limitKey, type RateBucket, RateLimits } from '@hallway/service-kit/limits';

import { AuthConfig } from '../config';

/** Far above what all tabs of a browser that reloads need. */
const perSession: RateBucket = { name: 'refresh', points: 240, durationSeconds: 60 };

/** An exchange counts for its session, so that many people behind one address do not meet a limit; without one for the address. */
@Injectable()
export class RefreshLimits {
  private readonly anonymous: RateBucket;

  constructor(
    private readonly limits: RateLimits,
    config: AuthConfig,
  ) {
    this.anonymous = anonymousCalls(config.GATEWAY_ANONYMOUS_LIMIT);
  }

  /** @throws ProblemError `rate-limited` */
  async count(sessionId: string | undefined, address: string): Promise<void> {
    if (sessionId === undefined) await this.limits.consume(this.anonymous, limitKey(address));
    else await this.limits.consume(perSession, sessionId);
  }
}

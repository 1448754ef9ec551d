import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

import { rateLimited } from '@hallway/contracts-core';

import { ProblemError } from '../errors';

/** How often something may be done with one key. */
export interface RateBucket {
  name: string;
  points: number;
  durationSeconds: number;
}

/** What is left in a bucket. */
export interface RateState {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** The headers that inform a caller of a limit. */
export function rateHeaders({ limit, remaining, resetSeconds }: RateState): Record<string, string> {
  return { 'RateLimit-Limit': String(limit), 'RateLimit-Remaining': String(remaining), 'RateLimit-Reset': String(resetSeconds) };
}

/** Counts in Redis, together with all replicas. Without Redis each replica counts for itself, with half of the points. */
export class RateLimits {
  private readonly limiters = new Map<string, RateLimiterRedis>();

  constructor(
    private readonly redis: Redis,
    private readonly enabled: boolean,
  ) {}

  /** Takes points from the bucket of `key`; throws `rate-limited` when there are not enough. */
  async consume(bucket: RateBucket, key: string, points = 1): Promise<RateState> {
    if (!this.enabled) return { limit: bucket.points, remaining: bucket.points, resetSeconds: 0 };
    try {
      return state(bucket, await this.limiterOf(bucket).consume(key, points));
    } catch (outcome) {
      if (!(outcome instanceof RateLimiterRes)) throw outcome;
      const refused = state(bucket, outcome);
      throw new ProblemError(rateLimited, {
        retryAfterSeconds: Math.max(1, refused.resetSeconds),
        headers: rateHeaders(refused),
      });
    }
  }

  private limiterOf(bucket: RateBucket): RateLimiterRedis {
    const known = this.limiters.get(bucket.name);
    if (known) return known;
    const { points, durationSeconds: duration } = bucket;
    const keyPrefix = `limit:${bucket.name}`;
    const limiter = new RateLimiterRedis({
      storeClient: this.redis,
      rejectIfRedisNotReady: true,
      keyPrefix,
      points,
      duration,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points: Math.max(1, Math.floor(points / 2)), duration }),
    });
    this.limiters.set(bucket.name, limiter);
    return limiter;
  }
}

function state(bucket: RateBucket, { remainingPoints, msBeforeNext }: RateLimiterRes): RateState {
  return { limit: bucket.points, remaining: Math.max(0, remainingPoints), resetSeconds: Math.ceil(msBeforeNext / 1_000) };
}

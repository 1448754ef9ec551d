import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

/** Written by auth: session ids, scored by the time when their access tokens have run out. */
const revokedSessionsKey = 'auth:revoked-sessions';
/** Longer than an access token lives. */
const rememberMs = 3_660_000;

/** Ended sessions whose access tokens would still verify. */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap {
  private readonly until = new Map<string, number>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.load();
  }

  add(sessionId: string, until = Date.now() + rememberMs): void {
    const now = Date.now();
    // Insertion order is roughly expiry order, so the run-out ones are at the front.
    for (const [id, end] of this.until) {
      if (end > now) break;
      this.until.delete(id);
    }
    this.until.set(sessionId, until);
  }

  has(sessionId: string): boolean {
    return this.until.has(sessionId);
  }

  /** Catches up on what was revoked before this process listened, or while it could not. */
  async load(): Promise<void> {
    try {
      const found = await this.redis.zrangebyscore(revokedSessionsKey, Date.now(), '+inf');
      for (const id of found) this.add(id);
    } catch (error) {
      this.logger.warn('ended sessions could not be read from Redis', { err: error });
    }
  }
}

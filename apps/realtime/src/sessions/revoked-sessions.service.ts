import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

/** Longer than an access token lives: afterwards it is refused anyway. */
const rememberMs = 15 * 60_000;
const pruneEvery = 1_000;

const sessionKey = (sessionId: string) => `realtime:revoked-session:${sessionId}`;
const userKey = (userId: string) => `realtime:deactivated-user:${userId}`;

/**
 * Sessions that have ended while a token of theirs still verifies. Every replica hears of them from
 * the event stream; Redis tells a replica that started later.
 */
@Injectable()
export class RevokedSessions {
  private readonly until = new Map<string, number>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  async addSession(sessionId: string): Promise<void> {
    await this.add(sessionKey(sessionId));
  }

  async addUser(userId: string): Promise<void> {
    await this.add(userKey(userId));
  }

  knowsSession(sessionId: string, now = Date.now()): boolean {
    return (this.until.get(sessionKey(sessionId)) ?? 0) > now;
  }

  /** Known here, without asking Redis. */
  has(sessionId: string, userId: string, now = Date.now()): boolean {
    return this.knowsSession(sessionId, now) || (this.until.get(userKey(userId)) ?? 0) > now;
  }

  /** As `has`, and what replicas knew before this one started. Without Redis, only what is known here. */
  async isRevoked(sessionId: string, userId: string): Promise<boolean> {
    if (this.has(sessionId, userId)) return true;
    try {
      const [session, user] = await Promise.all([this.redis.exists(sessionKey(sessionId)), this.redis.exists(userKey(userId))]);
      return session + user > 0;
    } catch (err) {
      this.logger.debug('Redis could not be asked for ended sessions', { err });
      return false;
    }
  }

  private async add(key: string): Promise<void> {
    const now = Date.now();
    this.until.set(key, now + rememberMs);
    if (this.until.size % pruneEvery === 0) this.prune(now);
    try {
      await this.redis.set(key, '1', 'PX', rememberMs);
    } catch (err) {
      this.logger.warn('an ended session is remembered by this replica only', { err });
    }
  }

  private prune(now: number): void {
    for (const [key, until] of this.until) if (until <= now) this.until.delete(key);
  }
}

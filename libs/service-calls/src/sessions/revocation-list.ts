import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { REDIS } from '@hallway/service-kit/redis';

/** Session ids, scored by the time when their access tokens have run out, in ms. */
const key = 'auth:revoked-sessions';

/** What auth notes in Redis of sessions that ended while an access token of theirs would still verify. */
@Injectable()
export class RevocationList {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** @param until when the last access token of these sessions has run out, in ms */
  async add(sessionIds: string[], until: number): Promise<void> {
    await this.redis.zadd(key, ...sessionIds.flatMap((id) => [until, id]));
    await this.redis.zremrangebyscore(key, 0, Date.now());
  }

  all(): Promise<string[]> {
    return this.redis.zrangebyscore(key, Date.now(), '+inf');
  }

  async has(sessionId: string): Promise<boolean> {
    return Number((await this.redis.zscore(key, sessionId)) ?? 0) > Date.now();
  }
}

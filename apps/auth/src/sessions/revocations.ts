import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { type RevocationReason, sessionWasRevoked } from '@hallway/contracts-auth';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { Outbox } from '@hallway/service-kit/events';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';
import { AuthConfig } from '../config';
import { SessionsRepository } from './sessions.repository';

/** Ended sessions whose access tokens have not run out, scored by when they do. Read by gateways at start. */
export const revokedSessionsKey = 'auth:revoked-sessions';

/** Ends sessions and tells everybody. */
@Injectable()
export class Revocations {

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
    private readonly config: AuthConfig,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  async revoke(tx: Tx, userId: string, reason: RevocationReason, which: { only?: string; except?: string } = {}): Promise<string[]> {
    return this.publish(tx, userId, reason, await this.sessions.revoke(tx, userId, reason, which));
  }

  /** Keeps the number of sessions of a user bounded, however often somebody signs in. */
  async revokeOldest(tx: Tx, userId: string): Promise<void> {
    this.publish(tx, userId, 'revoked', await this.sessions.revokeBeyond(tx, userId, 'revoked', this.config.AUTH_SESSIONS_PER_PERSON));
  }

  private publish(tx: Tx, userId: string, reason: RevocationReason, ended: string[]): string[] {
    for (const sessionId of ended) this.outbox.add(tx, sessionWasRevoked, { userId, sessionId, reason });
    if (ended.length > 0) this.transactions.afterCommit(tx, () => this.remember(userId, ended, reason));
    return ended;
  }

  private async remember(userId: string, sessionIds: string[], reason: RevocationReason): Promise<void> {
    this.logger.audit('sessions-ended', { outcome: 'success', userId, sessionIds, reason });
    const until = Date.now() + (this.config.AUTH_ACCESS_TOKEN_SECONDS + 60) * 1000;
    try {
      await this.redis.zadd(revokedSessionsKey, ...sessionIds.flatMap((id) => [until, id]));
      await this.redis.zremrangebyscore(revokedSessionsKey, 0, Date.now());
    } catch (error) {
      this.logger.warn('ended sessions could not be noted in Redis; the event tells them', { err: error });
    }
  }
}

import { Injectable } from '@nestjs/common';

import { type RevocationReason, sessionWasRevoked } from '@hallway/contracts-auth';
import { Outbox } from '@hallway/event-bus';
import { RevocationList } from '@hallway/service-calls';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { Logger } from '@hallway/service-kit/log';

import { AuthConfig } from '../config';
import { SessionsRepository } from './sessions.repository';

/** Ends sessions and publishes it. */
@Injectable()
export class Revocations {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
    private readonly config: AuthConfig,
    private readonly list: RevocationList,
    private readonly logger: Logger,
  ) {}

  async revoke(tx: Tx, userId: string, reason: RevocationReason, which: { only?: string; except?: string } = {}): Promise<string[]> {
    return this.publish(tx, userId, reason, await this.sessions.revoke(tx, userId, reason, which));
  }

  /** Keeps the number of sessions of a user bounded, however often they sign in. */
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
    try {
      await this.list.add(sessionIds, Date.now() + (this.config.AUTH_ACCESS_TOKEN_SECONDS + 60) * 1000);
    } catch (err) {
      this.logger.warn('ended sessions could not be noted in Redis; their event follows', { err });
    }
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';

import { RevocationList } from './revocation-list';

/** Longer than any access token lives. */
const rememberMs = 3_660_000;

/**
 * Sessions that ended while an access token of theirs would still verify. Who refuses them hears of each by its event,
 * and of those before it started from Redis (`RevocationList`) and from auth (`SessionSweep`).
 */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap {
  /** In the order in which they are forgotten. */
  private readonly until = new Map<string, number>();

  constructor(
    private readonly list: RevocationList,
    private readonly logger: Logger,
  ) {}

  /** Reads what ended before this process listened. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const id of await this.list.all()) this.add(id);
    } catch (err) {
      this.logger.warn('ended sessions could not be read from Redis', { err });
    }
  }

  add(sessionId: string): void {
    const now = Date.now();
    for (const [id, until] of this.until) {
      if (until > now) break;
      this.until.delete(id);
    }
    this.until.delete(sessionId);
    this.until.set(sessionId, now + rememberMs);
  }

  /** As its event says: known here, and noted for replicas that start later, should Redis have been away when auth noted it. */
  async remember(sessionId: string): Promise<void> {
    this.add(sessionId);
    try {
      await this.list.add([sessionId], Date.now() + rememberMs);
    } catch (err) {
      this.logger.warn('an ended session is known to this replica only', { err });
    }
  }

  /** Known here, without asking Redis. */
  has(sessionId: string): boolean {
    return this.until.has(sessionId);
  }

  /** Known here or noted in Redis; without Redis, only what is known here. */
  async isRevoked(sessionId: string): Promise<boolean> {
    if (this.has(sessionId)) return true;
    try {
      return await this.list.has(sessionId);
    } catch (err) {
      this.logger.debug('Redis could not be asked for ended sessions', { err });
      return false;
    }
  }
}

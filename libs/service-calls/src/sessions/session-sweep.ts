import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { sessionsInternalApi } from '@hallway/contracts-auth';
import type { Logger } from '@hallway/service-kit/log';

import type { ServiceClient } from '../calls/service-client';

export interface SessionSweepOptions {
  everyMs: number;
  /** Called for every session that has ended and whose token may still verify, each time anew. */
  ended(sessionId: string): void;
}

/** Between two tries while auth does not answer. */
const againAfterMs = 1_000;

/**
 * Asks auth what has ended: at the start, every now and then, and when Redis is back. Events travel through Redis, which
 * may be away, and what it remembers for those that start later it may have lost. One question, whatever the number of
 * sessions here.
 */
export class SessionSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer?: NodeJS.Timeout;
  private stopped = false;
  private readonly now = () => void this.sweep();

  constructor(
    private readonly options: SessionSweepOptions,
    private readonly services: ServiceClient,
    private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.now();
    this.redis.on('ready', this.now);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.redis.off('ready', this.now);
  }

  private next(afterMs: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(this.now, afterMs);
  }

  private async sweep(): Promise<void> {
    const { everyMs } = this.options;
    this.next((await this.ask()) ? everyMs : Math.min(everyMs, againAfterMs));
  }

  private async ask(): Promise<boolean> {
    try {
      const { sessionIds } = await this.services.call(sessionsInternalApi.ended, {});
      for (const id of sessionIds) this.options.ended(id);
      return true;
    } catch (err) {
      this.logger.debug('auth could not be asked for ended sessions', { err });
      return false;
    }
  }
}

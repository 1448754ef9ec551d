import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { sessionsInternalApi } from '@hallway/contracts-auth';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

import { RealtimeConfig } from '../config';
import { RevokedSessions } from './revoked-sessions.service';
import { SessionEndings } from './session-endings.service';

/** Asks auth what has ended, every now and then and when Redis is back: events travel through Redis, which may be away. */
@Injectable()
export class SessionSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer?: NodeJS.Timeout;
  private readonly now = () => void this.sweep();

  constructor(
    private readonly config: RealtimeConfig,
    private readonly services: ServiceClient,
    private readonly revoked: RevokedSessions,
    private readonly endings: SessionEndings,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(this.now, this.config.REALTIME_SESSION_SWEEP_MS);
    this.redis.on('ready', this.now);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.redis.off('ready', this.now);
  }

  /** One question, whatever the number of sockets. */
  private async sweep(): Promise<void> {
    try {
      const { sessionIds } = await this.services.call(sessionsInternalApi.ended, {});
      for (const id of sessionIds) if (!this.revoked.knowsSession(id)) this.endings.endSession(id, 'revoked');
    } catch (err) {
      this.logger.debug('auth could not be asked for ended sessions', { err });
    }
  }
}

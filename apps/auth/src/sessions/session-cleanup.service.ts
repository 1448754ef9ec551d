import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '@hallway/service-kit/log';
import { AuthConfig } from '../config';
import { SessionsRepository } from './sessions.repository';

const everyMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Forgets what nobody can use any more, for as long again as a session may be unused: its device
 * is still told that it was signed out, not that it is unknown. Used tokens of a live session
 * stay, since they show that one was stolen. Two replicas at once do no harm.
 */
@Injectable()
export class SessionCleanupService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly config: AuthConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.run();
    this.timer = setInterval(() => void this.run(), everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  run(): Promise<void> {
    this.running ??= this.forget().finally(() => (this.running = undefined));
    return this.running;
  }

  private async forget(): Promise<void> {
    const before = new Date(Date.now() - 2 * this.config.AUTH_SESSION_IDLE_DAYS * dayMs);
    try {
      while (!this.stopped && (await this.sessions.forgetTokens(before)));
      while (!this.stopped && (await this.sessions.forgetSessions(before)));
    } catch (err) {
      this.logger.warn('sessions that are over were not forgotten; this is tried again', { err });
    }
  }
}

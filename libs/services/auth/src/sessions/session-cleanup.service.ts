import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';
import { PeriodicTask } from '@hallway/service-kit/periodic';

import { AuthConfig } from '../config';
import { SessionsRepository } from './sessions.repository';

const everyMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Forgets what cannot be used any more, but only after twice the time that a session may be unused:
 * until then its device learns that it was signed out, not that it is unknown. Used tokens of a live session
 * stay, since they show that one was stolen. Two replicas at once do no harm.
 */
@Injectable()
export class SessionCleanupService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly config: AuthConfig,
    logger: Logger,
  ) {
    this.task = new PeriodicTask('forgetting sessions that are over', (signal) => this.forget(signal), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start(everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
  }

  run(): Promise<void> {
    return this.task.run();
  }

  private async forget(signal: AbortSignal): Promise<void> {
    const before = new Date(Date.now() - 2 * this.config.AUTH_SESSION_IDLE_DAYS * dayMs);
    while (!signal.aborted && (await this.sessions.forgetTokens(before)));
    while (!signal.aborted && (await this.sessions.forgetSessions(before)));
  }
}

import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';
import { PeriodicTask } from '@hallway/service-kit/periodic';

import { UsersRepository } from './users.repository';

/** How often is looked for names that a replica of an earlier version has stored. */
const everyMs = 60_000;

/** After an update, folds in the background the names that were folded in an earlier way. Two replicas at once do no harm. */
@Injectable()
export class NameRefoldService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(users: UsersRepository, logger: Logger) {
    const refold = async (signal: AbortSignal) => {
      while (!signal.aborted && (await users.refoldSome()));
    };
    this.task = new PeriodicTask('folding names anew', refold, logger);
  }

  onApplicationBootstrap(): void {
    this.task.start(everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
  }
}

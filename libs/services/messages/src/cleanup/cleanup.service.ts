import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';
import { PeriodicTask } from '@hallway/service-kit/periodic';

import { MessagesConfig } from '../config';
import { CleanupRepository } from './cleanup.repository';

/** Removes in the background what is not visible any more. Two replicas at once do no harm. */
@Injectable()
export class CleanupService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly repository: CleanupRepository,
    private readonly config: MessagesConfig,
    logger: Logger,
  ) {
    this.task = new PeriodicTask('the clean-up', () => this.purge(), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start(this.config.MESSAGES_CLEANUP_SECONDS * 1_000);
  }

  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
  }

  private async purge(): Promise<void> {
    for (const id of await this.repository.deletedConversations()) await this.repository.purgeConversation(id);
    await this.repository.purgeReceiptLog(this.config.MESSAGES_RECEIPT_LOG_DAYS);
  }
}

import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';

import { MessagesConfig } from '../config';
import { CleanupRepository } from './cleanup.repository';

/** Removes in the background what nobody can see any more. Two replicas at once do no harm. */
@Injectable()
export class CleanupService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly repository: CleanupRepository,
    private readonly config: MessagesConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run().finally(() => (this.running = undefined));
    }, this.config.MESSAGES_CLEANUP_SECONDS * 1_000);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      for (const id of await this.repository.deletedConversations()) await this.repository.purgeConversation(id);
      await this.repository.purgeReceiptLog(this.config.MESSAGES_RECEIPT_LOG_DAYS);
    } catch (err) {
      this.logger.warn('the clean-up did not finish and is tried again', { err });
    }
  }
}

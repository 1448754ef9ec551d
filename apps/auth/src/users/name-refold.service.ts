import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '@hallway/service-kit/log';
import { UsersRepository } from './users.repository';

/** How often is looked for names that a replica of an earlier version has stored. */
const everyMs = 60_000;

/** After an update, folds in the background the names that were folded in an earlier way. Two replicas at once do no harm. */
@Injectable()
export class NameRefoldService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly users: UsersRepository,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.start();
    this.timer = setInterval(() => this.start(), everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private start(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopped && (await this.users.refoldSome()));
    } catch (err) {
      this.logger.warn('names were not folded anew; this is tried again', { err });
    }
  }
}

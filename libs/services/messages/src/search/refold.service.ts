import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { foldingVersion } from '@hallway/markup/folding';
import { Transactions } from '@hallway/service-kit/database';
import { Logger } from '@hallway/service-kit/log';
import { PeriodicTask } from '@hallway/service-kit/periodic';

import { searchableText } from '../messages/searchable-text';
import { RefoldRepository } from './refold.repository';
import { searchText } from './search-text';

const batchSize = 200;
/** Between two batches, so that they do not hold up other work. */
const pauseMs = 50;
const everyMs = 60_000;

/**
 * Folds the messages anew that an earlier version has folded in another way: in the background, in batches, oldest first, going
 * on where it was when the process ended. Until it has come by, a message is found as it was before.
 */
@Injectable()
export class RefoldService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly repository: RefoldRepository,
    private readonly transactions: Transactions,
    logger: Logger,
  ) {
    this.task = new PeriodicTask('folding messages anew', (signal) => this.foldAll(signal), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start(everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
  }

  /** Folds some messages; answers whether there are more. */
  foldSome(): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const afterId = await this.repository.place(tx, foldingVersion);
      if (afterId === undefined) return false;
      const texts = await this.repository.next(tx, afterId, batchSize);
      const last = texts.at(-1);
      if (!last) {
        await this.repository.finish(tx, foldingVersion);
        return false;
      }
      await this.repository.fold(
        tx,
        texts.map((text) => ({ ...text, searchText: searchText(searchableText(text)) })),
      );
      await this.repository.move(tx, foldingVersion, last.id);
      return true;
    });
  }

  private async foldAll(signal: AbortSignal): Promise<void> {
    await this.transactions.run((tx) => this.repository.begin(tx, foldingVersion));
    while (!signal.aborted && (await this.foldSome())) await pause(pauseMs);
  }
}

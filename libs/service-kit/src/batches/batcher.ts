interface Settle<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export interface BatcherOptions<Item, Answer> {
  /** How many of those that wait, from the front, go into the next batch: at least one. */
  take(waiting: readonly Item[]): number;
  /** Answers for each item, in their order. When it throws, all of them fail. */
  handle(items: Item[]): Promise<Answer[]>;
  /** Awaited before the first batch after a pause, so that what comes with it goes along. */
  gather?: () => Promise<void>;
}

/**
 * Collects items while an earlier batch is under way. There is no timer: on an idle system an item
 * leaves at once, on a busy one batches grow by themselves. Items keep the order they came in.
 */
export class Batcher<Item, Answer> {
  private readonly items: Item[] = [];
  /** Of each item, at the same place. */
  private readonly settles: Settle<Answer>[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly options: BatcherOptions<Item, Answer>) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.items.push(item);
      this.settles.push({ resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when everything that was added is answered. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    if (this.options.gather) await this.options.gather();
    while (this.items.length > 0) {
      const size = Math.max(1, this.options.take(this.items));
      await this.next(this.items.splice(0, size), this.settles.splice(0, size));
    }
    this.running = undefined;
  }

  private async next(items: Item[], settles: Settle<Answer>[]): Promise<void> {
    try {
      const answers = await this.options.handle(items);
      settles.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of settles) reject(error);
    }
  }
}

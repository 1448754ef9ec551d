interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects items while an earlier batch is under way. There is no timer: on an idle system an item
 * leaves at once, on a busy one batches grow by themselves. Items keep the order they came in.
 */
export class SendBatcher<Item, Answer> {
  private readonly queue: Waiting<Item, Answer>[] = [];
  private busy = false;

  constructor(
    private readonly limit: number,
    private readonly handle: (items: Item[]) => Promise<Answer[]>,
  ) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      if (!this.busy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.queue.length > 0) await this.next(this.queue.splice(0, this.limit));
    this.busy = false;
  }

  private async next(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.handle(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

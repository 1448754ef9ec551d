/** How a user's past work fades: half of it still counts after so long. */
const halfLifeMs = 60_000;
const nothingMs = 1;

export interface QueueBounds {
  atOnce: number;
  /** Pieces that one owner may have waiting. */
  perOwner: number;
  total: number;
}

/** Too much waits, and most of it belongs to the caller. */
export class QueueFull extends Error {}

interface Waiting {
  owner: string;
  start(): void;
  refuse(error: QueueFull): void;
}

/**
 * Runs so many pieces of work at once. Next is the one whose owner has used the least time of late, so that an owner who
 * sends what is slow, or much of it, waits behind everyone else and not before them.
 */
export class FairQueue {
  private running = 0;
  /** In the order in which they came. */
  private waiting: Waiting[] = [];
  private readonly used = new Map<string, { ms: number; at: number }>();

  constructor(
    private readonly bounds: QueueBounds,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws QueueFull */
  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    if (this.running < this.bounds.atOnce) this.running++;
    else await this.wait(owner);
    const from = this.now();
    try {
      return await work();
    } finally {
      this.count(owner, this.now() - from);
      this.next();
    }
  }

  private wait(owner: string): Promise<void> {
    if (this.waitingOf(owner) >= this.bounds.perOwner) throw new QueueFull('too many of one owner');
    return new Promise((start, refuse) => {
      this.waiting.push({ owner, start, refuse });
      if (this.waiting.length > this.bounds.total) this.refuseOne();
    });
  }

  /** The newest of the owner who has the most. */
  private refuseOne(): void {
    const counts = new Map<string, number>();
    for (const { owner } of this.waiting) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const last = this.waiting.findLastIndex(({ owner }) => counts.get(owner) === most);
    this.waiting.splice(last, 1)[0]?.refuse(new QueueFull('too many at once'));
  }

  private next(): void {
    const first = this.waiting.reduce<Waiting | undefined>((best, one) => (best && this.usedBy(best.owner) <= this.usedBy(one.owner) ? best : one), undefined);
    if (!first) return void this.running--;
    this.waiting.splice(this.waiting.indexOf(first), 1);
    first.start();
  }

  private waitingOf(owner: string): number {
    return this.waiting.filter((one) => one.owner === owner).length;
  }

  private usedBy(owner: string): number {
    const used = this.used.get(owner);
    return used ? used.ms * 2 ** ((used.at - this.now()) / halfLifeMs) : 0;
  }

  private count(owner: string, ms: number): void {
    this.used.set(owner, { ms: this.usedBy(owner) + ms, at: this.now() });
    for (const one of this.used.keys()) if (this.usedBy(one) < nothingMs) this.used.delete(one);
  }
}

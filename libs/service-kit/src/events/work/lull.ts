/** A time in which a shard brings only events that nobody wants: the position stays in memory until it is over. */
export class Lull {
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private length = 0;

  /** @param over called when it has lasted long enough */
  constructor(
    private readonly lastsMs: number,
    private readonly over: () => void,
  ) {}

  /** How many entries it covers now. */
  get entries(): number {
    return this.length;
  }

  /** Whether it may go on with so many entries; begins it when there was none. */
  goesOn(entries: number): boolean {
    if (this.isOver) return false;
    this.length = entries;
    this.timer ??= setTimeout(() => {
      this.isOver = true;
      this.over();
    }, this.lastsMs);
    return true;
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isOver = false;
    this.length = 0;
  }
}

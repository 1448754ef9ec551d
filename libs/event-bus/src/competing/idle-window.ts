/** A time in which a shard brings only events without a handler here: the position stays in memory until it is over. */
export class IdleWindow {
  private timer: NodeJS.Timeout | undefined;
  private endsAt = 0;
  private isOver = false;
  private length = 0;

  /**
   * @param quietMs it is over when nothing came for so long
   * @param longestMs or when it has lasted for so long, whatever comes
   * @param over called then
   */
  constructor(
    private readonly quietMs: number,
    private readonly longestMs: number,
    private readonly over: () => void,
  ) {}

  /** How many entries it covers now. */
  get entries(): number {
    return this.length;
  }

  /** Whether it may go on with so many entries; begins it when there was none. */
  goesOn(entries: number): boolean {
    if (this.timer && performance.now() >= this.endsAt) this.isOver = true;
    if (this.isOver) return false;
    this.length = entries;
    if (this.timer) this.timer.refresh();
    else this.begin();
    return true;
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isOver = false;
    this.length = 0;
  }

  private begin(): void {
    this.endsAt = performance.now() + this.longestMs;
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.over();
    }, this.quietMs);
  }
}

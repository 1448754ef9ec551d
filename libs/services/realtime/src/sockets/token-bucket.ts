/** Lets `burst` things happen at once and `perSecond` on average. */
export class TokenBucket {
  private left: number;
  private at: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    now: number,
  ) {
    this.left = burst;
    this.at = now;
  }

  /** Takes one; answers 0, or how many ms to wait when there is none. */
  take(now: number): number {
    this.left = Math.min(this.burst, this.left + ((now - this.at) / 1_000) * this.perSecond);
    this.at = now;
    if (this.left < 1) return Math.ceil(((1 - this.left) / this.perSecond) * 1_000);
    this.left -= 1;
    return 0;
  }

  /** Nothing has been taken lately, so that it need not be remembered. */
  isFull(now: number): boolean {
    return this.left + ((now - this.at) / 1_000) * this.perSecond >= this.burst;
  }
}

/** A negative cache: remembers for a short time what was not found, so that no caller can make us look it up again and again. */
export class RecentKeys {
  /** Key to the time it is forgotten; oldest first. */
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly keepMs = 2_000,
    private readonly limit = 10_000,
    private readonly now: () => number = Date.now,
  ) {}

  has(key: string): boolean {
    const until = this.asked.get(key);
    return until !== undefined && until > this.now();
  }

  add(key: string): void {
    this.asked.delete(key);
    this.asked.set(key, this.now() + this.keepMs);
    for (const [oldest, until] of this.asked) {
      if (until > this.now() && this.asked.size <= this.limit) break;
      this.asked.delete(oldest);
    }
  }
}

import { type WaitRule, waitSeconds } from './wait-rule';

const mostKeys = 10_000;

interface Entry {
  count: number;
  /** Milliseconds since 1970. */
  till: number;
  forgottenAt: number;
}

/** What `GrowingWaits` keeps in the process while Redis is away. The oldest keys go first when it is full. */
export class WaitTable {
  private readonly entries = new Map<string, Entry>();

  take(rule: WaitRule, key: string, now = Date.now()): number {
    const known = this.entries.get(key);
    const entry = known && known.forgottenAt > now ? known : { count: 0, till: 0, forgottenAt: 0 };
    if (entry.till > now) return entry.till - now;
    entry.count += 1;
    entry.till = now + waitSeconds(rule, entry.count) * 1000;
    entry.forgottenAt = now + rule.rememberSeconds * 1000;
    this.entries.delete(key);
    if (this.entries.size >= mostKeys) this.entries.delete(this.entries.keys().next().value ?? '');
    this.entries.set(key, entry);
    return 0;
  }

  giveBack(key: string): void {
    const entry = this.entries.get(key);
    if (entry) Object.assign(entry, { count: Math.max(0, entry.count - 1), till: 0 });
  }

  forget(key: string): void {
    this.entries.delete(key);
  }
}

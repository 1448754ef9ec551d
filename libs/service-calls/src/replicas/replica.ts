/** How long a replica that failed is left alone before it is probed: longer each time, until it has served again. */
const firstRestMs = 250;
const longestRestMs = 5_000;
const probeMs = 1_000;

/** One replica of a service and how it has been doing. Whether it is back is found out by a probe, not by a caller's request. */
export class Replica {
  private rests = 0;
  private away = false;
  private probing = false;
  private ended = false;
  private timer?: NodeJS.Timeout;

  constructor(readonly url: string) {}

  /** It failed and has not answered a probe since: others are asked first. */
  get resting(): boolean {
    return this.away;
  }

  /** It answered a call. */
  succeeded(): void {
    this.rests = 0;
    this.away = false;
    clearTimeout(this.timer);
  }

  /** It refused a connection, or broke one off. */
  failed(): void {
    if (!this.away) this.rest();
  }

  /** It keeps a call waiting: that may be the call, or a replica that is frozen. */
  doubted(): void {
    if (!this.away && !this.probing) void this.probe();
  }

  /** No more probes. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private rest(): void {
    if (this.ended) return;
    this.away = true;
    const wait = Math.min(firstRestMs * 2 ** this.rests, longestRestMs);
    this.rests += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.probe(), wait).unref();
  }

  /** Any answer will do: what counts is that the replica answers. */
  private async probe(): Promise<void> {
    this.probing = true;
    try {
      const answer = await fetch(new URL('/health/live', this.url), { signal: AbortSignal.timeout(probeMs), redirect: 'manual' });
      await answer.body?.cancel();
      this.away = false;
    } catch {
      this.rest();
    } finally {
      this.probing = false;
    }
  }
}

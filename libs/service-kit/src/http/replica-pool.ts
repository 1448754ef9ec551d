import { Pool } from 'undici';

/** How long a replica that refused a connection, or kept failing, is left alone. */
const restMs = 1_000;
const failuresBeforeRest = 5;

/** One replica of a service: its keep-alive connections and how it has been doing. */
export class Replica {
  readonly pool: Pool;
  private failures = 0;
  private restUntil = 0;

  constructor(readonly url: string) {
    this.pool = new Pool(url, { connections: 64, pipelining: 1, connect: { timeout: 1_000 }, keepAliveTimeout: 30_000 });
  }

  /** When it may be asked again while there are others; in the past when it does well. */
  get restsUntil(): number {
    return this.restUntil;
  }

  succeeded(): void {
    this.failures = 0;
    this.restUntil = 0;
  }

  /** `refused`: nobody listens there, so the others are asked first for a while. */
  failed(refused: boolean): void {
    this.failures += 1;
    if (refused || this.failures >= failuresBeforeRest) {
      this.restUntil = Date.now() + restMs;
      this.failures = 0;
    }
  }
}

/** The replicas of a service, taken in turn; those that rest are passed over as long as there are others. */
export class ReplicaPool {
  readonly all: readonly Replica[];
  private next = 0;

  constructor(urls: string[]) {
    this.all = urls.map((url) => new Replica(url));
  }

  /**
   * The next replica to ask, or undefined when all were tried. One that rests is better than none: the only replica
   * left would otherwise be taken away from everybody for what a few slow answers say of it.
   */
  take(tried: ReadonlySet<Replica> = new Set()): Replica | undefined {
    const now = Date.now();
    let best: Replica | undefined;
    for (let count = 0; count < this.all.length; count += 1) {
      const replica = this.all[this.next % this.all.length];
      this.next += 1;
      if (!replica || tried.has(replica)) continue;
      if (replica.restsUntil <= now) return replica;
      if (!best || replica.restsUntil < best.restsUntil) best = replica;
    }
    return best;
  }

  /** Whether a replica that does well was not tried yet. */
  hasOther(tried: ReadonlySet<Replica>): boolean {
    const now = Date.now();
    return this.all.some((replica) => !tried.has(replica) && replica.restsUntil <= now);
  }

  get size(): number {
    return this.all.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ pool }) => pool.destroy()));
  }
}

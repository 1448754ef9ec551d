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

  get rests(): boolean {
    return this.restUntil > Date.now();
  }

  succeeded(): void {
    this.failures = 0;
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

/** The replicas of a service, taken in turn; those that rest are passed over. */
export class ReplicaPool {
  readonly all: readonly Replica[];
  private next = 0;

  constructor(urls: string[]) {
    this.all = urls.map((url) => new Replica(url));
  }

  /** The next replica to ask, or undefined when all rest or were tried. */
  take(tried: ReadonlySet<Replica> = new Set()): Replica | undefined {
    for (let count = 0; count < this.all.length; count += 1) {
      const replica = this.all[this.next % this.all.length];
      this.next += 1;
      if (replica && !replica.rests && !tried.has(replica)) return replica;
    }
    return undefined;
  }

  get size(): number {
    return this.all.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ pool }) => pool.destroy()));
  }
}

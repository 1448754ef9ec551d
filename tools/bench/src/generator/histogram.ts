const growth = Math.log(1.01);
const buckets = 2_400;

/** Latencies in buckets of 1 %, so that counting is cheap and the counts of several workers can be added. */
export class Histogram {
  readonly counts: number[];

  constructor(counts: number[] = new Array<number>(buckets).fill(0)) {
    this.counts = counts;
  }

  add(micros: number): void {
    const bucket = micros <= 1 ? 0 : Math.min(buckets - 1, Math.floor(Math.log(micros) / growth));
    this.counts[bucket]! += 1;
  }

  clear(): void {
    this.counts.fill(0);
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** The latency in ms that this share of all stayed at or below; NaN when there is none. */
  quantile(share: number): number {
    const wanted = this.total * share;
    if (wanted === 0) return Number.NaN;
    let seen = 0;
    const bucket = this.counts.findIndex((count) => (seen += count) >= wanted);
    return Math.exp((bucket + 0.5) * growth) / 1_000;
  }

  static sum(all: readonly number[][]): Histogram {
    const sum = new Histogram();
    for (const counts of all) counts.forEach((count, bucket) => (sum.counts[bucket]! += count));
    return sum;
  }
}

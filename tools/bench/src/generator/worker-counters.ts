import { Histogram } from './histogram';
import type { Counts } from './worker-protocol';

/** Everything one worker counts. */
export class WorkerCounters {
  private readonly acknowledgement = new Histogram();
  private readonly delivery = new Histogram();
  private since = { acknowledged: 0, refused: 0, deliveries: 0, frames: 0, lost: 0 };
  private totals = { sent: 0, acknowledged: 0, deliveries: 0 };

  sent(): void {
    this.totals.sent += 1;
  }

  acknowledged(micros: number): void {
    this.since.acknowledged += 1;
    this.totals.acknowledged += 1;
    this.acknowledgement.add(micros);
  }

  refused(): void {
    this.since.refused += 1;
    // Settled too: it is not waited for any longer.
    this.totals.sent -= 1;
  }

  delivered(micros: number): void {
    this.since.deliveries += 1;
    this.totals.deliveries += 1;
    this.delivery.add(micros);
  }

  frame(): void {
    this.since.frames += 1;
  }

  lost(): void {
    this.since.lost += 1;
  }

  /** What was counted since the last time; starts again from zero. */
  take(): Counts {
    const { user, system } = process.cpuUsage();
    const counts = {
      ...this.since,
      acknowledgement: [...this.acknowledgement.counts],
      delivery: [...this.delivery.counts],
      totals: { ...this.totals },
      cpu: (user + system) / 1e6,
    };
    this.since = { acknowledged: 0, refused: 0, deliveries: 0, frames: 0, lost: 0 };
    this.acknowledgement.clear();
    this.delivery.clear();
    return counts;
  }

  reset(): void {
    this.take();
    this.totals = { sent: 0, acknowledged: 0, deliveries: 0 };
  }
}

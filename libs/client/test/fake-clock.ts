import type { Clock } from '../src/platform/clock.ts';

interface Timer {
  at: number;
  task: () => void;
}

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  private time = 1_700_000_000_000;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.time + ms, task };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Milliseconds until the next timer, if there is one. */
  get next(): number | undefined {
    const times = [...this.timers].map((timer) => timer.at - this.time);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Moves on, running what is due in its order, and lets what follows from it settle. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = Math.max(this.time, due.at);
      this.timers.delete(due);
      due.task();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

/** Lets all promises that can go on without time or I/O do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

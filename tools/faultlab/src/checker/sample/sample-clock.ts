/** Makes things happen in the order of a time of its own. */
export class SampleClock {
  now = 0;
  /** Latest first. */
  private readonly queue: { at: number; work: () => void }[] = [];

  at(at: number, work: () => void): void {
    const time = Math.max(at, this.now);
    let [low, high] = [0, this.queue.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.queue[middle]?.at ?? 0) > time) low = middle + 1;
      else high = middle;
    }
    this.queue.splice(low, 0, { at: time, work });
  }

  after(delay: number, work: () => void): void {
    this.at(this.now + delay, work);
  }

  /** Until nothing is left to do; what is to happen at one time happens in the order in which it was planned. */
  run(): void {
    for (let next = this.queue.pop(); next; next = this.queue.pop()) {
      this.now = next.at;
      next.work();
    }
  }
}

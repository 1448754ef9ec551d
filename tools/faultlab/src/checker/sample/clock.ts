/** Makes things happen in the order of a time of its own. */
export class Clock {
  now = 0;
  private readonly queue: { at: number; order: number; work: () => void }[] = [];
  private order = 0;

  at(at: number, work: () => void): void {
    this.order += 1;
    this.queue.push({ at: Math.max(at, this.now), order: this.order, work });
  }

  after(delay: number, work: () => void): void {
    this.at(this.now + delay, work);
  }

  /** Until nothing is left to do. */
  run(): void {
    for (let next = this.take(); next; next = this.take()) {
      this.now = next.at;
      next.work();
    }
  }

  private take(): { at: number; work: () => void } | undefined {
    let first = 0;
    this.queue.forEach((item, index) => {
      const best = this.queue[first];
      if (best && (item.at < best.at || (item.at === best.at && item.order < best.order))) first = index;
    });
    return this.queue.splice(first, 1)[0];
  }
}

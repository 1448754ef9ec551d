import type { Logger } from '../log';

/** Work in the background, again and again and never twice at once. What fails is tried again the next time. */
export class PeriodicTask {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  /** @param work ends soon after its signal; @param name what the log calls it when it fails */
  constructor(
    private readonly name: string,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  start(everyMs: number): void {
    void this.run();
    this.timer = setInterval(() => void this.run(), everyMs);
    this.timer.unref();
  }

  /** Runs it now, or waits for the run that is under way. */
  run(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    this.running ??= this.once().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Waits for the end of a run that is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.running;
  }

  private async once(): Promise<void> {
    try {
      await this.work(this.stopping.signal);
    } catch (err) {
      this.logger.warn(`${this.name} did not finish and is tried again`, { err });
    }
  }
}

import type { EventLogger } from './event-bus';

/** One line when something goes away and one when it is back, however often it is tried between. */
export class OutageLog {
  private since: number | undefined;

  constructor(
    private readonly logger: EventLogger,
    private readonly what: string,
  ) {}

  failed(error: unknown): void {
    if (this.since !== undefined) return;
    this.since = Date.now();
    this.logger.warn(`${this.what} failed, trying again until it works`, { err: error });
  }

  worked(): void {
    if (this.since === undefined) return;
    this.logger.info(`${this.what} works again`, { outageMs: Date.now() - this.since });
    this.since = undefined;
  }
}

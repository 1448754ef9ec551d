import { unavailable } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';

/**
 * Lets few passwords be hashed at once and a bounded number wait, so that a
 * flood of logins cannot take the machine from the chat (reliability S03).
 */
export class PasswordQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place is handed over, so `running` stays as it is.
      if (next) next();
      else this.running--;
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running++;
      return;
    }
    if (this.waiting.length >= this.maxWaiting) throw new ProblemError(unavailable, { retryAfterSeconds: 2 });
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

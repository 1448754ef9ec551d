import type { Redis } from 'ioredis';

/** How much longer than asked a blocking read may take before its connection counts as dead. */
const grace = 3_000;

/**
 * A connection of its own for reads that wait. A lost connection rejects the waiting read at once
 * (ioredis would send it again, and what was delivered in between would go unnoticed), and one that
 * stays silent for too long is replaced.
 */
export class BlockingConnection {
  private readonly client: Redis;
  private clientId: number | undefined;
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly command: Redis,
    private readonly blockTime: number,
  ) {
    this.client = command.duplicate({
      enableOfflineQueue: true,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      commandTimeout: undefined,
      lazyConnect: false,
      retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000) * (0.5 + Math.random() / 2),
    });
    // The failing read tells the story; without a listener ioredis prints to the console.
    this.client.on('error', () => undefined);
    this.client.on('close', () => {
      this.clientId = undefined;
    });
  }

  get keyPrefix(): string {
    return this.client.options.keyPrefix ?? '';
  }

  async wait<Reply>(send: (client: Redis) => Promise<Reply>): Promise<Reply> {
    this.clientId ??= await this.client.client('ID');
    const watchdog = setTimeout(() => this.client.disconnect(true), this.blockTime + grace);
    this.waiting += 1;
    try {
      return await send(this.client);
    } finally {
      this.waiting -= 1;
      clearTimeout(watchdog);
    }
  }

  /** Ends a waiting read with an empty answer. The read may just be on its way, hence a second try. */
  wake(triesLeft = 5): void {
    if (this.waiting === 0 || this.clientId === undefined || this.closed) return;
    this.command.call('CLIENT', 'UNBLOCK', String(this.clientId)).then(
      (unblocked) => {
        if (unblocked === 0 && triesLeft > 0) setTimeout(() => this.wake(triesLeft - 1), 5).unref();
      },
      // Redis is away: the read fails by itself.
      () => undefined,
    );
  }

  close(): void {
    this.closed = true;
    this.client.disconnect();
  }
}

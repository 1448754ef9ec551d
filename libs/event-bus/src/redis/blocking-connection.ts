import type { Redis } from 'ioredis';

import { untilBeat } from '@hallway/service-kit/periodic';
import { quietRestore, reviveWhenEnded } from '@hallway/service-kit/redis';

/** How much longer than asked a blocking read may take before its connection counts as dead. */
const grace = 3_000;

const closedError = () => new Error('The connection was closed');

function deferred(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, fail) => (reject = fail));
  return { promise, reject };
}

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
  /** End the waits that are under way. ioredis leaves them hanging when it is closed between two tries to connect. */
  private readonly giveUps = new Set<(reason: Error) => void>();

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
    quietRestore(this.client);
    reviveWhenEnded(this.client, () => !this.closed);
    this.client.on('close', () => {
      this.clientId = undefined;
    });
  }

  get keyPrefix(): string {
    return this.client.options.keyPrefix ?? '';
  }

  /** What a read that begins now waits at most: reads that bring nothing end together. */
  get blockMs(): number {
    return Math.ceil(untilBeat(this.blockTime));
  }

  async wait<Reply>(send: (client: Redis) => Promise<Reply>): Promise<Reply> {
    if (this.closed) throw closedError();
    const { promise: closed, reject: giveUp } = deferred();
    this.giveUps.add(giveUp);
    const watchdog = setTimeout(() => this.client.disconnect(true), this.blockTime + grace);
    try {
      return await Promise.race([closed, this.ask(send)]);
    } finally {
      clearTimeout(watchdog);
      this.giveUps.delete(giveUp);
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
    for (const giveUp of this.giveUps) giveUp(closedError());
  }

  private async ask<Reply>(send: (client: Redis) => Promise<Reply>): Promise<Reply> {
    this.clientId ??= await this.client.client('ID');
    this.waiting += 1;
    try {
      return await send(this.client);
    } finally {
      this.waiting -= 1;
    }
  }
}

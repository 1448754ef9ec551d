import type { Redis } from 'ioredis';

const pauseMs = 200;

/**
 * Connects again when ioredis has given up for good, which it does although its retries have no end: when the sentinels
 * tell of a new master while it is just connecting, it takes that for a `disconnect()`.
 *
 * @param isWanted false when the connection was closed on purpose
 */
export function reviveWhenEnded(redis: Redis, isWanted: () => boolean): void {
  const revive = (): void => {
    // A failure ends it again, which leads back here.
    if (isWanted() && redis.status === 'end') redis.connect().catch(() => undefined);
  };
  redis.on('end', () => {
    if (isWanted()) setTimeout(revive, pauseMs).unref();
  });
}

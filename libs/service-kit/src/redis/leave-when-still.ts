import type { Redis } from 'ioredis';

import { everyBeat } from '../periodic';

const everyMs = 1_000;

/**
 * A Redis that stands still takes commands and answers none, and each of them waits until its time is over: a request
 * that needs several is lost. So it is asked every second, unless it owes an answer anyway, and left when it says
 * nothing until the next time: until it is back, commands fail at once and everything goes its way without Redis.
 * Answers how to end it.
 */
export function leaveWhenStill(redis: Redis): () => void {
  /** What had been read of which connection when it was asked. */
  let asked: { stream: Redis['stream']; bytesRead: number } | undefined;
  const look = (): void => {
    if (redis.status !== 'ready') return;
    const { stream } = redis;
    if (asked?.stream === stream && asked.bytesRead === stream.bytesRead) return redis.disconnect(true);
    asked = { stream, bytesRead: stream.bytesRead };
    if (redis.commandQueue.length === 0) redis.ping().catch(() => undefined);
  };
  // After a turn of the loop: what came while we stood still ourselves is read first, and what others ask at this beat is asked.
  return everyBeat(everyMs, () => void setImmediate(look));
}

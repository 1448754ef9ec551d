import type { Redis } from 'ioredis';

const everyMs = 1_000;

/**
 * A Redis that stands still takes commands and answers none, and each of them waits until its time is over: a request
 * that needs several is lost. So it is asked every second, and left when it does not answer: until it is back, commands
 * fail at once and everything goes its way without Redis. Answers how to end it.
 */
export function leaveWhenStill(redis: Redis): () => void {
  const ask = (): void => {
    if (redis.status !== 'ready') return;
    let answered = false;
    const settle = (): void => void (answered = true);
    redis.ping().then(settle, settle);
    // After a turn of the loop: what came while we stood still ourselves is read first.
    const judge = (): void => void setImmediate(() => !answered && redis.status === 'ready' && redis.disconnect(true));
    setTimeout(judge, everyMs).unref();
  };
  const timer = setInterval(ask, everyMs).unref();
  return () => clearInterval(timer);
}

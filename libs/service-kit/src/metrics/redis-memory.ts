import type { Redis } from 'ioredis';

import type { Metrics } from './metrics';

/** Memory of the Redis server and whether it answers; asked when the metrics are read. */
export function observeRedis(metrics: Metrics, redis: Redis): void {
  let asking: Promise<number | undefined> | undefined;
  // Both gauges are read at once and share one question.
  const usedMemory = (): Promise<number | undefined> => {
    asking ??= redis
      .info('memory')
      .then((info) => Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0))
      .catch(() => undefined)
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  metrics.gauge('hallway_redis_memory_used_bytes', 'Memory that Redis uses', [], async (gauge) => gauge.set((await usedMemory()) ?? 0));
  metrics.gauge('hallway_redis_up', 'Whether Redis answers', [], async (gauge) => gauge.set((await usedMemory()) === undefined ? 0 : 1));
}

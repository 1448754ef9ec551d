import type { Redis } from 'ioredis';

import type { Metrics } from './metrics';

/** Memory of the Redis server and whether it answers; asked when the metrics are read. */
export function observeRedis(metrics: Metrics, redis: Redis): void {
  const memory = metrics.gauge('hallway_redis_memory_used_bytes', 'Memory that Redis uses');
  metrics.gauge('hallway_redis_up', 'Whether Redis answers', [], async (gauge) => {
    const info = await redis.info('memory').catch(() => undefined);
    const used = info && /^used_memory:(\d+)/m.exec(info)?.[1];
    gauge.set(used ? 1 : 0);
    if (used) memory.set(Number(used));
  });
}

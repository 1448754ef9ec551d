import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';

import type { ServiceConfig } from '../config';
import type { Logger } from '../log';
import { leaveWhenStill } from './leave-when-still';
import { quietRestore } from './quiet-restore';
import { redisPreset, type RedisPurpose, redisTarget } from './redis-options';
import { reviveWhenEnded } from './revive';

/** Token of the command client (`Redis` of ioredis). */
export const REDIS = Symbol('hallway:redis');
/** Token of a function that opens a connection for blocking reads: `() => Redis`. */
export const REDIS_BLOCKING = Symbol('hallway:redis-blocking');

/** All Redis connections of a service: opened with our presets, closed with the service. */
export class RedisConnections implements OnApplicationShutdown {
  private readonly open = new Set<Redis>();
  private readonly ending: (() => void)[] = [];
  private closed = false;

  constructor(
    private readonly config: Pick<ServiceConfig, 'REDIS_URL' | 'REDIS_KEY_PREFIX'>,
    private readonly logger: Logger,
    private readonly name: string,
  ) {}

  connect(purpose: RedisPurpose): Redis {
    const { url, options } = redisTarget(this.config.REDIS_URL);
    const all = { ...redisPreset(purpose, this.config.REDIS_KEY_PREFIX), ...options, connectionName: `hallway-${this.name}-${purpose}` };
    const redis = url === undefined ? new Redis(all) : new Redis(url, all);
    let lastWarning = 0;
    // Without a listener an error would end the process; ioredis reconnects by itself.
    redis.on('error', (err: Error) => {
      if (Date.now() - lastWarning < 5_000) return;
      lastWarning = Date.now();
      this.logger.warn('Redis connection failed', { purpose, err });
    });
    quietRestore(redis);
    reviveWhenEnded(redis, () => !this.closed);
    if (purpose === 'command') this.ending.push(leaveWhenStill(redis));
    this.open.add(redis);
    return redis;
  }

  /** Waits until the connection can be used; gives up quietly, because a service runs without Redis, degraded. */
  async ready(redis: Redis, timeoutMs = 5_000): Promise<void> {
    if (redis.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      redis.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  onApplicationShutdown(): void {
    this.closed = true;
    for (const end of this.ending) end();
    for (const redis of this.open) redis.disconnect();
  }
}

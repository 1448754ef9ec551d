import { Injectable } from '@nestjs/common';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';

import { RedisConnections } from '@hallway/service-kit/redis';

import { RealtimeConfig } from '../config';

/**
 * The Socket.IO Redis adapter, for what may be lost (typing). While Redis is away its packets are
 * dropped, neither queued nor thrown; the subscription comes back by itself.
 */
@Injectable()
export class LossyBroadcastService {
  constructor(
    private readonly connections: RedisConnections,
    private readonly config: RealtimeConfig,
  ) {}

  adapter(): ReturnType<typeof createAdapter> {
    const subscriber = letGo(this.connections.connect('subscriber'));
    return createAdapter(dropping(this.connections.connect('command')), subscriber, { key: `${this.config.REDIS_KEY_PREFIX}hallway:sockets` });
  }
}

/** The adapter does not wait for `publish`, so that a rejection would not be handled. */
function dropping(redis: Redis): Redis {
  const publish = redis.publish.bind(redis) as (channel: string | Buffer, message: string | Buffer) => Promise<number>;
  redis.publish = ((channel: string | Buffer, message: string | Buffer) =>
    redis.status === 'ready' ? publish(channel, message).catch(() => 0) : Promise.resolve(0)) as Redis['publish'];
  return redis;
}

/** When it closes, the adapter unsubscribes without waiting; a connection that is closed first has done so anyway. */
function letGo(redis: Redis): Redis {
  const [unsubscribe, punsubscribe] = [redis.unsubscribe.bind(redis), redis.punsubscribe.bind(redis)] as ((...channels: string[]) => Promise<unknown>)[];
  redis.unsubscribe = ((...channels: string[]) => unsubscribe?.(...channels).catch(() => 0)) as Redis['unsubscribe'];
  redis.punsubscribe = ((...channels: string[]) => punsubscribe?.(...channels).catch(() => 0)) as Redis['punsubscribe'];
  return redis;
}

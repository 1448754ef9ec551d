export { REDIS, REDIS_BLOCKING, RedisConnections } from './redis-connections';
export { reviveWhenEnded } from './revive';
export { redisPreset, type RedisPurpose, redisTarget } from './redis-options';

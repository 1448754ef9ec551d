export { REDIS, REDIS_BLOCKING, RedisConnections } from './redis-connections';
export { redisPreset, type RedisPurpose, redisTarget } from './redis-options';

export { REDIS, REDIS_BLOCKING, RedisConnections } from './redis-connections';
export { quietRestore } from './quiet-restore';
export { reviveWhenEnded } from './revive';
export { redisPreset, type RedisPurpose } from './redis-options';

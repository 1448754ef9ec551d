export { durationBuckets, Metrics } from './metrics';
export { observeRedis } from './redis-memory';

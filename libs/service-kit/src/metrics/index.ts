export { Metrics } from './metrics';
export { observeRedis } from './redis-memory';

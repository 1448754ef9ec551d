export { limitKey } from './limit-key';
export { rateHeaders, type RateBucket, RateLimits, type RateState } from './rate-limits';

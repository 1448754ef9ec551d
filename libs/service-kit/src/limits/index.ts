export { anonymousCalls } from './anonymous-calls';
export { GrowingWaits } from './growing-waits';
export { limitKey } from './limit-key';
export { rateHeaders, type RateBucket, RateLimits, type RateState } from './rate-limits';
export type { WaitRule } from './wait-rule';

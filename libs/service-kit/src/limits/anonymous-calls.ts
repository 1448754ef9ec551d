import type { RateBucket } from './rate-limits';

/** What callers without a session may do from one address: counted by the gateway, and by auth where only it knows who has none. */
export function anonymousCalls(points: number): RateBucket {
  return { name: 'anonymous', points, durationSeconds: 900 };
}

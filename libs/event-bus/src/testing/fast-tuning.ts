import type { EventTuning } from '../tuning';

/** Short times, so that every wait of the bus happens within a test. */
export const fastTuning: Partial<EventTuning> = {
  pollEvery: 100,
  trimEvery: 60,
  leaseTime: 800,
  leaseEvery: 60,
  blockTime: 200,
  retryDelays: [5, 10],
  positionEvery: 30,
  backoffMin: 10,
  backoffMax: 150,
};

import { TokenBucket } from './token-bucket';

describe('token bucket', () => {
  it('lets the burst through and then says how long to wait', () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([0, 0, 0].map(() => bucket.take(0))).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(100);
    expect(bucket.take(50)).toBe(50);
    expect(bucket.take(100)).toBe(0);
  });

  it('never holds more than the burst', () => {
    const bucket = new TokenBucket(10, 2, 0);
    bucket.take(0);
    expect(bucket.isFull(50)).toBe(false);
    expect(bucket.isFull(100)).toBe(true);
    expect([0, 0, 0].map(() => bucket.take(60_000))).toEqual([0, 0, 100]);
  });
});

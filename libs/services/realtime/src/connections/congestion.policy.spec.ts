import { congestionOf } from './congestion.policy';

describe('congestion', () => {
  const none = { packets: 0, bytes: 0, stuckMs: 0 };

  it.each([
    [none, 'none'],
    [{ ...none, packets: 256, bytes: 1_048_576, stuckMs: 10_000 }, 'none'],
    [{ ...none, packets: 257 }, 'congested'],
    [{ ...none, bytes: 1_048_577 }, 'congested'],
    [{ ...none, packets: 1_025 }, 'hopeless'],
    [{ ...none, bytes: 4_194_305 }, 'hopeless'],
    [{ packets: 1, bytes: 1, stuckMs: 10_001 }, 'hopeless'],
  ])('%j is %s', (backlog, expected) => {
    expect(congestionOf(backlog)).toBe(expected);
  });
});

import { allShards, shardOf, streamName } from './shard';

describe('shardOf', () => {
  it('stays the same for ever', () => {
    expect(['a', 'b', '01a205be-c381-7729-bfb7-4821f23388ca', 'é', ''].map(shardOf)).toEqual([0, 9, 7, 6, 13]);
  });

  it('spreads subjects evenly', () => {
    const counts = allShards.map(() => 0);
    for (let index = 0; index < 16_000; index += 1) counts[shardOf(`subject-${index}`)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

describe('streamName', () => {
  it('names domain and shard', () => {
    expect(streamName('messages', 7)).toBe('messages:7');
  });
});

import { redisPreset, redisTarget } from './redis-options';

describe('redisTarget', () => {
  it('takes a plain URL as it is', () => {
    expect(redisTarget('rediss://user:pw@host:6380/2')).toEqual({ url: 'rediss://user:pw@host:6380/2', options: {} });
  });

  it('reads sentinels, the name of the master and the password', () => {
    expect(redisTarget('redis-sentinel://app:p%40ss@s1:26379,s2/main').options).toMatchObject({
      sentinels: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_379 },
      ],
      name: 'main',
      username: 'app',
      password: 'p@ss',
      failoverDetector: true,
    });
    expect(() => redisTarget('redis-sentinel://s1')).toThrow('REDIS_URL');
  });
});

describe('redisPreset', () => {
  it('lets requests fail fast and readers wait', () => {
    expect(redisPreset('command', 'p:')).toMatchObject({ enableOfflineQueue: false, commandTimeout: 2_000, keyPrefix: 'p:' });
    expect(redisPreset('blocking', '')).toMatchObject({ maxRetriesPerRequest: null });
    expect(redisPreset('blocking', '')).not.toHaveProperty('commandTimeout');
  });
});

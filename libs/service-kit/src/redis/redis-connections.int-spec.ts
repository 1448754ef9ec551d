import { OwnRedis } from '../events/testing/own-redis';
import { Logger } from '../log';
import { RedisConnections } from './redis-connections';

describe('a command connection', () => {
  const store = new OwnRedis();
  let connections: RedisConnections;
  beforeAll(async () => {
    await store.start();
    connections = new RedisConnections({ REDIS_URL: store.path, REDIS_KEY_PREFIX: '' }, new Logger({ service: 't', version: '0', instance: 'i', level: 'fatal' }), 'test');
  });
  afterAll(() => store.close());

  it('leaves nothing waiting for an answer when it is closed after it broke', async () => {
    const redis = connections.connect('command');
    await connections.ready(redis);
    redis.once('reconnecting', () => connections.onApplicationShutdown());
    const unanswered = expect(redis.blpop('nothing', 0)).rejects.not.toThrow('Command timed out');
    await store.kill();
    await unanswered;
  });
});

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';

import { redisPreset } from '@hallway/service-kit/redis';
import { OwnRedis } from '@hallway/testing';

import { BlockingConnection } from './blocking-connection';

const read = (client: Redis) => client.xread('BLOCK', 60_000, 'STREAMS', 'nothing', '$');

const outcomeOf = (wait: Promise<unknown>) =>
  wait.then(
    () => 'answered',
    () => 'rejected',
  );

describe('BlockingConnection', () => {
  let redis: OwnRedis;

  beforeEach(() => {
    redis = new OwnRedis(redisPreset('command', ''));
  });
  afterEach(() => redis.close());

  it('ends the wait when it is closed between two tries to connect', async () => {
    await redis.start();
    const blocking = new BlockingConnection(redis.client(), 60_000);
    await blocking.wait((client) => client.ping());
    const first = outcomeOf(blocking.wait(read));
    await redis.kill();
    await expect(first).resolves.toBe('rejected');
    const second = outcomeOf(blocking.wait(read));
    blocking.close();
    await expect(second).resolves.toBe('rejected');
    await expect(outcomeOf(blocking.wait(read))).resolves.toBe('rejected');
  });

  it('gives up a server that takes connections and says nothing', async () => {
    const sockets = new Set<Socket>();
    const silent: Server = createServer((socket) => sockets.add(socket.resume()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const command = new Redis({ port: (silent.address() as AddressInfo).port, lazyConnect: true });
    const blocking = new BlockingConnection(command, 10);
    await expect(outcomeOf(blocking.wait(read))).resolves.toBe('rejected');
    blocking.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});

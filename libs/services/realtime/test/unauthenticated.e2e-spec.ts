import { WebSocket } from 'ws';

import { serviceHeader, signServiceToken } from '@hallway/service-kit/auth';
import { eventually } from '@hallway/testing';

import { RealtimeConfig } from '../src/config';
import { RealtimeFixture } from './realtime-fixture';
import { connected, openSocket } from './test-client';

describe('sockets that do not say who they are', () => {
  let world: RealtimeFixture;
  let raw: WebSocket[];

  beforeEach(() => (raw = []));
  afterEach(async () => {
    for (const socket of raw) socket.terminate();
    await world?.stop();
  });

  /** A connection of `address` as the gateway passes it on; answers whether it was taken. */
  const open = (address: string, { replica = 0, trusted = true } = {}): Promise<boolean> => {
    const app = world.replicas[replica]!;
    const secret = app.app.get(RealtimeConfig).SERVICE_SECRET;
    const headers = { 'x-forwarded-for': address, ...(trusted && { [serviceHeader]: signServiceToken(secret, 'api-gateway', 'realtime') }) };
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers });
    raw.push(socket);
    return new Promise((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  };
  const openAtOnce = async (count: number, address: string, options = {}) =>
    (await Promise.all(Array.from({ length: count }, () => open(address, options)))).filter(Boolean).length;

  it('keeps only so many of one address open at a time, and gives places back', async () => {
    world = await RealtimeFixture.start(2, { REALTIME_UNAUTHENTICATED_PER_ADDRESS: 3 });
    expect(await openAtOnce(10, '192.0.2.1')).toBe(3);
    expect(await openAtOnce(1, '192.0.2.2')).toBe(1);
    expect(await openAtOnce(4, '192.0.2.1', { replica: 1 })).toBe(3);
    for (const socket of raw.slice(0, 10)) socket.terminate();
    await eventually(() => open('192.0.2.1'));
  });

  it('does not trust an address that another than the gateway names', async () => {
    world = await RealtimeFixture.start(1, { REALTIME_UNAUTHENTICATED_PER_ADDRESS: 2 });
    const opened = await Promise.all(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map((address) => open(address, { trusted: false })));
    expect(opened.filter(Boolean)).toHaveLength(2);
  });

  it.each([1, 2])('tells people apart behind %d proxies of ours, whatever the caller says of itself', async (proxies) => {
    world = await RealtimeFixture.start(1, { REALTIME_UNAUTHENTICATED_PER_ADDRESS: 2, REALTIME_TRUSTED_PROXIES: proxies });
    const through = Array<string>(proxies - 1).fill('10.0.0.8');
    const opened = (address: string, claims: string[]) => Promise.all(claims.map((claim) => open([claim, address, ...through].join(', '), { trusted: false })));
    const stranger = await opened('192.0.2.1', ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4']);
    expect(stranger.filter(Boolean)).toHaveLength(2);
    expect(await opened('192.0.2.7', ['1.1.1.1'])).toEqual([true]);
  });

  it('does not count those who have said who they are', async () => {
    world = await RealtimeFixture.start(1, { REALTIME_UNAUTHENTICATED_PER_ADDRESS: 1 });
    for (let i = 0; i < 3; i += 1) await world.connect();
    const polling = openSocket(world.replicas[0]!.url, { token: world.token({}) }, { transports: ['polling'] });
    await connected(polling);
    polling.disconnect();
    await world.connect();
  });

  it('closes them when their time is over', async () => {
    world = await RealtimeFixture.start(1, { REALTIME_HANDSHAKE_MS: 300 });
    expect(await open('192.0.2.1')).toBe(true);
    await eventually(() => raw[0]!.readyState === WebSocket.CLOSED);
  });

  it('counts failed ones over both replicas and refuses the address on each, others on none', async () => {
    world = await RealtimeFixture.start(2, { REALTIME_FAILED_HANDSHAKES: 4 });
    for (let i = 0; i < 5; i += 1) {
      expect(await open('192.0.2.1', { replica: i % 2 })).toBe(true);
      raw.at(-1)!.terminate();
      const place = i;
      await eventually(async () => Number(await failures('192.0.2.1')) === place + 1);
    }
    expect(await open('192.0.2.1', { replica: 0 })).toBe(false);
    expect(await open('192.0.2.1', { replica: 1 })).toBe(false);
    expect(await open('192.0.2.9', { replica: 1 })).toBe(true);
  });

  const failures = async (address: string): Promise<string | null> => {
    const { Redis } = await import('ioredis');
    const redis = new Redis(world.redis.url, { keyPrefix: world.redis.prefix });
    try {
      return await redis.get(`limit:failed-handshakes:${address}`);
    } finally {
      redis.disconnect();
    }
  };
});

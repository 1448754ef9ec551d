import type { Logger } from '@hallway/service-kit/log';

import type { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import type { LiveSockets } from '../sockets/live-sockets.service';
import { PresenceLease } from './presence-lease.service';
import type { PresenceRepository } from './presence.repository';

const DAY_MS = 86_400_000;

describe('the lease of presence', () => {
  it('goes on from the clock of Redis when that of this machine is set to another day', async () => {
    const began = Date.now();
    const until: number[] = [];
    const repository = {
      time: () => Promise.resolve(began),
      renewReplica: () => Promise.resolve(began + 1),
      renewUsers: () => Promise.resolve(),
      addSockets: (_sockets: unknown, onlineUntil: number) => Promise.resolve(void until.push(onlineUntil)),
      deadReplicas: () => Promise.resolve([]),
      retire: () => Promise.resolve(),
      forgetLongGone: () => Promise.resolve(),
    };
    const config = { INSTANCE_ID: 'r', REALTIME_LEASE_MS: 6_000, REALTIME_OFFLINE_AFTER_MS: 10_000 };
    const lease = new PresenceLease(config as RealtimeConfig, { all: () => [], users: () => [] } as unknown as LiveSockets, repository as unknown as PresenceRepository, {} as Logger);
    lease.onApplicationBootstrap();
    await new Promise((resolve) => setImmediate(resolve));
    const clock = jest.spyOn(Date, 'now').mockReturnValue(began + DAY_MS);
    await lease.connected({ id: 's', data: { userId: 'u', sessionId: 'v' }, handshake: { issued: began } } as unknown as HallwaySocket);
    clock.mockRestore();
    lease.onApplicationShutdown();
    expect(until.at(-1)! - began).toBeLessThan(60_000);
  });
});

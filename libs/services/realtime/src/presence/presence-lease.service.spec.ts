import type { Logger } from '@hallway/service-kit/log';

import type { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import type { LiveSocketsService } from '../sockets/live-sockets.service';
import type { PresenceRepository } from './presence.repository';
import { PresenceLeaseService } from './presence-lease.service';

const DAY_MS = 86_400_000;

describe('the lease of presence', () => {
  it('goes on from the clock of Redis when that of this machine is set to another day', async () => {
    const began = Date.now();
    const until: number[] = [];
    const repository = {
      renewReplica: () => Promise.resolve({ now: began, aliveUntil: began + 1, dead: [] }),
      renewUsers: () => Promise.resolve(),
      addSockets: (_sockets: unknown, onlineUntil: number) => Promise.resolve(void until.push(onlineUntil)),
      retire: () => Promise.resolve(),
      forgetLongGone: () => Promise.resolve(),
    };
    const config = { INSTANCE_ID: 'r', REALTIME_LEASE_MS: 6_000, REALTIME_OFFLINE_AFTER_MS: 10_000 };
    const lease = new PresenceLeaseService(
      config as RealtimeConfig,
      { all: () => [], users: () => [] } as unknown as LiveSocketsService,
      repository as unknown as PresenceRepository,
      {} as Logger,
    );
    lease.onApplicationBootstrap();
    await new Promise((resolve) => setImmediate(resolve));
    const clock = jest.spyOn(Date, 'now').mockReturnValue(began + DAY_MS);
    await lease.connected({ id: 's', data: { userId: 'u', sessionId: 'v' }, handshake: { issued: began } } as unknown as HallwaySocket);
    clock.mockRestore();
    lease.onApplicationShutdown();
    expect(until.at(-1)! - began).toBeLessThan(60_000);
  });
});

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';
import { untilBeat } from '@hallway/service-kit/periodic';

import { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import { type HeldSocket, PresenceRepository } from './presence.repository';

const tidyEveryMs = 3_600_000;
const maxLeftovers = 50_000;

type Leftover = Pick<HeldSocket, 'socketId' | 'userId' | 'replica'>;

/**
 * Keeps alive in Redis what this replica holds. A replica that stops doing so, however it died, is
 * cleared by the others; users of dead or cut sockets count as online until their time runs out, so a
 * reconnect does not flap. After Redis was away or emptied, everything is written again.
 */
@Injectable()
export class PresenceLeaseService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly replica: string;
  private timer?: NodeJS.Timeout;
  private stopped = false;
  /** Clock of Redis minus `performance.now()`: ours may be set anew, and then no user must count as online until tomorrow. */
  private offset = performance.timeOrigin;
  private healthy = false;
  private trustedFrom = Infinity;
  private tidiedAt = 0;
  /** Sockets that went while Redis was away. */
  private leftovers: Leftover[] = [];

  constructor(
    private readonly config: RealtimeConfig,
    private readonly sockets: LiveSocketsService,
    private readonly repository: PresenceRepository,
    private readonly logger: Logger,
  ) {
    this.replica = config.INSTANCE_ID;
  }

  onApplicationBootstrap(): void {
    void this.beat();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** By the clock that all replicas share. */
  now(): number {
    return Math.round(performance.now() + this.offset);
  }

  /** Whether absence in Redis means absence: not while it is away, nor before all replicas had time to write again. */
  get trusted(): boolean {
    return this.healthy && performance.now() >= this.trustedFrom;
  }

  async connected(socket: HallwaySocket): Promise<void> {
    // When it fails, the next beat that succeeds writes everything.
    await this.attempt(() => this.repository.addSockets([this.held(socket)], this.onlineUntil()));
  }

  async disconnected(socket: HallwaySocket): Promise<void> {
    const gone = { socketId: socket.id, userId: socket.data.userId, replica: this.replica };
    const removed = await this.attempt(() => this.remove(gone));
    if (!removed && this.leftovers.length < maxLeftovers) this.leftovers.push(gone);
  }

  private async beat(): Promise<void> {
    const wasHealthy = this.healthy;
    await this.attempt(() => this.renew(wasHealthy));
    if (!this.stopped) this.timer = setTimeout(() => void this.beat(), untilBeat(this.config.REALTIME_LEASE_MS / 3));
  }

  private async renew(wasHealthy: boolean): Promise<void> {
    const { now, aliveUntil, dead } = await this.repository.renewReplica(this.replica, this.config.REALTIME_LEASE_MS);
    this.offset = now - performance.now();
    for (const replica of dead) await this.repository.clearReplica(replica);
    if (!wasHealthy || aliveUntil <= now) await this.refill();
    else await this.repository.renewUsers([...this.sockets.users()], this.onlineUntil());
    this.healthy = true;
    if (this.trusted) await this.repository.retire(this.now(), this.config.REALTIME_OFFLINE_AFTER_MS);
    await this.settleLeftovers();
    if (now - this.tidiedAt > tidyEveryMs) await this.tidy(now);
  }

  /** Redis was away or emptied, or this replica was taken for dead. */
  private async refill(): Promise<void> {
    this.trustedFrom = performance.now() + this.config.REALTIME_LEASE_MS;
    await this.writeAll();
  }

  private async tidy(now: number): Promise<void> {
    this.tidiedAt = now;
    await this.writeAll(); // keys of sockets that live for weeks must not expire
    await this.repository.forgetLongGone(now);
  }

  private writeAll(): Promise<void> {
    return this.repository.addSockets(
      [...this.sockets.all()].map((socket) => this.held(socket)),
      this.onlineUntil(),
    );
  }

  private async settleLeftovers(): Promise<void> {
    const leftovers = this.leftovers;
    this.leftovers = [];
    for (const gone of leftovers) await this.remove(gone);
  }

  private remove(gone: Leftover): Promise<void> {
    const others = [...this.sockets.ofUser(gone.userId)].filter(({ id }) => id !== gone.socketId);
    return this.repository.removeSocket(gone, others.length === 0, this.onlineUntil());
  }

  private onlineUntil(): number {
    return this.now() + this.config.REALTIME_OFFLINE_AFTER_MS;
  }

  private held(socket: HallwaySocket): HeldSocket {
    const { userId, sessionId } = socket.data;
    const connectedAt = new Date(socket.handshake.issued).toISOString();
    return { socketId: socket.id, userId, sessionId, connectedAt, replica: this.replica };
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (err) {
      if (this.healthy && !this.stopped) this.logger.warn('presence pauses: Redis does not answer', { err });
      this.healthy = false;
      return false;
    }
  }
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Presence } from '@hallway/contracts-realtime';
import { Logger } from '@hallway/service-kit/log';
import { untilBeat } from '@hallway/service-kit/periodic';

import { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { congestedRoom, LiveSocketsService } from '../sockets/live-sockets.service';
import { SocketMetricsService } from '../sockets/socket-metrics.service';
import { isOnline } from './presence.policy';
import { PresenceRepository } from './presence.repository';
import { PresenceLeaseService } from './presence-lease.service';

const lookEveryMs = 1_000;

/** What Redis said when it was asked for the `asked`th time. */
interface Reading {
  asked: number;
  states: Map<string, Presence>;
}

/**
 * Who watches whom on this replica. Once a second it compares what Redis says of all watched users
 * with what was emitted: nothing that was missed stays wrong, and a user who flickers is not emitted.
 */
@Injectable()
export class PresenceWatchService implements OnApplicationBootstrap, OnApplicationShutdown {
  /** By watched user: the sockets that watch. */
  private readonly watchers = new Map<string, Set<HallwaySocket>>();
  /** By socket: whom it watches, as of the reading that answered it. */
  private readonly watched = new Map<HallwaySocket, Reading>();
  /** What was emitted last, and by which reading: an older one that took longer does not take it back. */
  private readonly lastEmitted = new Map<string, { state: Presence; asked: number }>();
  private asked = 0;
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly sockets: LiveSocketsService,
    private readonly lease: PresenceLeaseService,
    private readonly repository: PresenceRepository,
    private readonly metrics: SocketMetricsService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Replaces the socket's list. Profiles are public to everyone signed in, and so is presence to those who ask for it. */
  async watch(socket: HallwaySocket, userIds: string[]): Promise<Presence[]> {
    const wanted = [...new Set(userIds)];
    const reading = await this.read(wanted);
    this.emitAll(reading);
    // After the answer is on its way: what is emitted from then on comes after it.
    setImmediate(() => socket.connected && this.replace(socket, reading));
    return wanted.flatMap((userId) => reading.states.get(userId) ?? []);
  }

  unwatch(socket: HallwaySocket): void {
    for (const userId of this.watched.get(socket)?.states.keys() ?? []) this.drop(socket, userId);
    this.watched.delete(socket);
  }

  /** The sockets here that watch a user. */
  watchersOf(userId: string): ReadonlySet<HallwaySocket> {
    return this.watchers.get(userId) ?? new Set();
  }

  private replace(socket: HallwaySocket, reading: Reading): void {
    const { asked, states } = reading;
    // A list that was asked for later may be answered sooner.
    if ((this.watched.get(socket)?.asked ?? 0) > asked) return;
    this.unwatch(socket);
    this.watched.set(socket, reading);
    for (const [userId, state] of states) {
      const watchers = this.watchers.get(userId) ?? new Set<HallwaySocket>();
      this.watchers.set(userId, watchers.add(socket));
      const lastEmitted = this.lastEmitted.get(userId);
      if (!lastEmitted || lastEmitted.asked < asked) this.lastEmitted.set(userId, { state, asked });
      else if (lastEmitted.state.status !== state.status) this.emit(socket, lastEmitted.state);
    }
  }

  private drop(socket: HallwaySocket, userId: string): void {
    const watchers = this.watchers.get(userId);
    if (!watchers?.delete(socket) || watchers.size > 0) return;
    this.watchers.delete(userId);
    this.lastEmitted.delete(userId);
  }

  private async look(): Promise<void> {
    this.metrics.watchedUsers(this.watchers.size);
    this.emitAll(await this.read([...this.watchers.keys()]));
    const every = Math.min(lookEveryMs, this.config.REALTIME_LEASE_MS / 3);
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), untilBeat(every));
  }

  /** How these users are now. When Redis is away or was emptied: as last emitted, or connected here. */
  private async read(userIds: string[]): Promise<Reading> {
    const asked = ++this.asked;
    const states = new Map<string, Presence>();
    const absent: string[] = [];
    const known = await this.onlineUntil(userIds);
    const until = known ?? [];
    // The lease learns at its next beat what this very answer may say.
    const trusted = known !== undefined && this.lease.trusted;
    userIds.forEach((userId, at) => {
      const wasOnline = this.lastEmitted.get(userId)?.state.status === 'online';
      const connectedHere = this.sockets.ofUser(userId).size > 0;
      const online = isOnline({ connectedHere, onlineUntil: until[at], now: this.lease.now(), wasOnline, trusted });
      if (online) states.set(userId, { userId, status: 'online', lastSeenAt: null });
      else absent.push(userId);
    });
    for (const state of await this.absences(absent, userIds, until)) states.set(state.userId, state);
    return { asked, states };
  }

  private async absences(absent: string[], userIds: string[], until: (number | null)[]): Promise<Presence[]> {
    const expiry = new Map(userIds.map((userId, at) => [userId, until[at]]));
    const unknown = absent.filter((userId) => this.lastEmitted.get(userId)?.state.status !== 'offline');
    const seen = new Map<string, number | null>();
    if (unknown.length > 0) {
      const found = await this.attempt(() => this.repository.lastSeen(unknown));
      unknown.forEach((userId, at) => seen.set(userId, found?.[at] ?? null));
    }
    return absent.map((userId) => {
      const lastEmitted = this.lastEmitted.get(userId)?.state;
      if (lastEmitted?.status === 'offline') return lastEmitted;
      const expired = expiry.get(userId);
      const at = expired ? expired - this.config.REALTIME_OFFLINE_AFTER_MS : seen.get(userId);
      return { userId, status: 'offline', lastSeenAt: at ? new Date(at).toISOString() : null };
    });
  }

  private async onlineUntil(userIds: string[]): Promise<(number | null)[] | undefined> {
    if (userIds.length === 0) return [];
    return this.attempt(() => this.repository.onlineUntil(userIds, this.config.INSTANCE_ID));
  }

  /** The lease notices that Redis is away, and says so once. */
  private async attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (err) {
      this.logger.debug('presence could not be read', { err });
      return undefined;
    }
  }

  private emitAll({ asked, states }: Reading): void {
    for (const state of states.values()) this.emitChange(state, asked);
  }

  private emitChange(state: Presence, asked: number): void {
    const before = this.lastEmitted.get(state.userId);
    const watchers = this.watchers.get(state.userId);
    if (!watchers || (before && before.asked > asked)) return;
    this.lastEmitted.set(state.userId, { state, asked });
    if (!before || before.state.status === state.status) return;
    for (const socket of watchers) this.emit(socket, state);
  }

  /** Shed first when a client does not keep up. */
  private emit(socket: HallwaySocket, { userId, status, lastSeenAt }: Presence): void {
    if (socket.rooms.has(congestedRoom)) return;
    socket.emit(status === 'online' ? 'user:online' : 'user:offline', { userId, lastSeenAt });
    this.metrics.sent(`user:${status}`, 1);
  }
}

import { Injectable } from '@nestjs/common';

import { rateLimited } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';

import { RealtimeConfig } from '../config';
import type { HallwaySocket } from './hallway-socket';
import { TokenBucket } from './token-bucket';

/** Per socket: 20 events/s, 60 at once. */
const eventsPerSecond = 20;
const eventBurst = 60;
/** Per user: 10 sends/s, 30 at once. */
const sendsPerSecond = 10;
const sendBurst = 30;
/** A second in which a client went over a limit is a strike; so many within the window end the connection. */
const strikesAllowed = 5;
const strikeWindowMs = 15_000;
/** So many refused events within one second are an attack, not a busy client. */
const refusalsAllowed = 500;
const maxUsersRemembered = 10_000;

interface SocketLimits {
  events: TokenBucket;
  /** Seconds (since the epoch) of the latest strikes. */
  strikes: number[];
  refusals: number;
}

function tooFast(waitMs: number): ProblemError {
  return new ProblemError(rateLimited, { detail: `Try again in ${waitMs} ms`, retryAfterSeconds: Math.ceil(waitMs / 1_000) });
}

/** How fast a socket and a user may go. Counted in this replica's memory: no store on the way of an event. */
@Injectable()
export class EventLimitsService {
  private readonly sockets = new WeakMap<HallwaySocket, SocketLimits>();
  private readonly senders = new Map<string, TokenBucket>();
  private readonly enabled: boolean;

  constructor(config: RealtimeConfig) {
    this.enabled = config.RATE_LIMITS === 'on';
  }

  /** Counts an event; throws `rate-limited`, and ends the connection of a client that does not slow down. */
  takeEvent(socket: HallwaySocket, now = Date.now()): void {
    if (!this.enabled) return;
    const wait = this.of(socket, now).events.take(now);
    if (wait > 0) this.refuse(socket, wait, now);
  }

  takeSend(socket: HallwaySocket, now = Date.now()): void {
    if (!this.enabled) return;
    const { userId } = socket.data;
    let bucket = this.senders.get(userId);
    if (!bucket) this.senders.set(userId, (bucket = new TokenBucket(sendsPerSecond, sendBurst, now)));
    if (this.senders.size > maxUsersRemembered) this.forgetIdle(now);
    const wait = bucket.take(now);
    if (wait > 0) this.refuse(socket, wait, now);
  }

  private of(socket: HallwaySocket, now: number): SocketLimits {
    let limits = this.sockets.get(socket);
    if (!limits) {
      limits = { events: new TokenBucket(eventsPerSecond, eventBurst, now), strikes: [], refusals: 0 };
      this.sockets.set(socket, limits);
    }
    return limits;
  }

  private refuse(socket: HallwaySocket, wait: number, now: number): never {
    const limits = this.of(socket, now);
    const second = Math.floor(now / 1_000);
    if (limits.strikes.at(-1) !== second) {
      limits.strikes = [...limits.strikes, second].filter((strike) => strike * 1_000 > now - strikeWindowMs);
      limits.refusals = 0;
    }
    limits.refusals += 1;
    // Later, so that the refusal is answered first.
    if (limits.strikes.length >= strikesAllowed || limits.refusals > refusalsAllowed) setImmediate(() => socket.disconnect(true));
    throw tooFast(wait);
  }

  private forgetIdle(now: number): void {
    for (const [userId, bucket] of this.senders) if (bucket.isFull(now)) this.senders.delete(userId);
  }
}

import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

import { rateLimited } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { limitKey } from '@hallway/service-kit/limits';

import { ApiGatewayConfig } from '../config';
import type { Traffic } from './traffic';

/** Files last longer and hold more than calls. An address has no such share: the pictures of an office come in bursts. */
const shareOf: Record<Traffic, number> = { call: 1, poll: 1, upload: 0.25, download: 0.25 };

/**
 * How many requests of one address, and of one person, are under way at this replica. Each kind of traffic counts for
 * itself, and so do the strangers of an address: those who share it with one of them and are signed in go on.
 */
@Injectable()
export class InFlightRequests {
  private readonly counts = new Map<string, number>();

  constructor(private readonly config: ApiGatewayConfig) {}

  /** @throws ProblemError `rate-limited` */
  enterStranger(traffic: Traffic, address: string, response: ServerResponse): void {
    this.enter(`${traffic} of strangers at ${limitKey(address)}`, this.config.GATEWAY_IN_FLIGHT_PER_ADDRESS, response);
  }

  /** @throws ProblemError `rate-limited` */
  enterUser(traffic: Traffic, userId: string, address: string, response: ServerResponse): void {
    this.enter(`${traffic} of ${userId}`, Math.ceil(this.config.GATEWAY_IN_FLIGHT_PER_USER * shareOf[traffic]), response);
    this.enter(`${traffic} of people at ${limitKey(address)}`, this.config.GATEWAY_IN_FLIGHT_PER_ADDRESS, response);
  }

  private enter(key: string, most: number, response: ServerResponse): void {
    // It has gone already, and says so no more.
    if (this.config.RATE_LIMITS === 'off' || response.destroyed) return;
    const count = (this.counts.get(key) ?? 0) + 1;
    if (count > most) throw new ProblemError(rateLimited, { detail: 'Too many requests at the same time', retryAfterSeconds: 1 });
    this.counts.set(key, count);
    response.once('close', () => this.leave(key));
  }

  private leave(key: string): void {
    const left = (this.counts.get(key) ?? 1) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }
}

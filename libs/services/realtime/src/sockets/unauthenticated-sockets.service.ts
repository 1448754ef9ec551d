import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';

import { rateLimited } from '@hallway/contracts-core';
import { serviceHeader, ServiceTokens } from '@hallway/service-kit/auth';
import { clientAddress } from '@hallway/service-kit/http';
import { limitKey, type RateBucket, RateLimits } from '@hallway/service-kit/limits';

import { RealtimeConfig } from '../config';
import { SocketMetricsService } from './socket-metrics.service';

/** A connection as engine.io knows it, before Socket.IO asks who it is. */
export interface EngineSocket {
  request: IncomingMessage;
  once(event: 'close', listener: () => void): unknown;
}

interface Place {
  address: string;
  taken: boolean;
  connected: boolean;
}

/** How many connections of one address may be open without having said who they are, and how many may fail to. */
@Injectable()
export class UnauthenticatedSocketsService {
  private readonly waiting = new Map<string, number>();
  private readonly byRequest = new WeakMap<IncomingMessage, Place>();
  private readonly byConnection = new WeakMap<object, Place>();
  private readonly failed: RateBucket;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly limits: RateLimits,
    private readonly tokens: ServiceTokens,
    private readonly metrics: SocketMetricsService,
  ) {
    this.failed = { name: 'failed-handshakes', points: config.REALTIME_FAILED_HANDSHAKES, durationSeconds: 60 };
  }

  /** Whether the request may become a connection. It has a place from now on, before anything is waited for. */
  async admit(request: IncomingMessage): Promise<boolean> {
    if (this.config.RATE_LIMITS === 'off') return true;
    const address = limitKey(this.addressOf(request));
    const waiting = this.waiting.get(address) ?? 0;
    if (waiting >= this.config.REALTIME_UNAUTHENTICATED_PER_ADDRESS) return this.refuse();
    const place: Place = { address, taken: true, connected: false };
    this.waiting.set(address, waiting + 1);
    this.byRequest.set(request, place);
    request.socket.once('close', () => place.connected || this.release(place));
    const tooMany = await this.limits.consume(this.failed, address, 0).then(
      () => false,
      () => true,
    );
    if (!tooMany) return true;
    this.release(place);
    return this.refuse();
  }

  /** The request has become this connection: its place lasts as long, not as long as the request. */
  connected(connection: EngineSocket): void {
    const place = this.byRequest.get(connection.request);
    if (!place?.taken) return;
    place.connected = true;
    this.byConnection.set(connection, place);
    connection.once('close', () => {
      // It rejects when there were too many, for which the next one is refused.
      if (this.release(place)) void this.limits.consume(this.failed, place.address).catch(() => undefined);
    });
  }

  authenticated(connection: object): void {
    const place = this.byConnection.get(connection);
    if (place) this.release(place);
  }

  private refuse(): false {
    this.metrics.handshakeRefused(rateLimited.code);
    return false;
  }

  private release(place: Place): boolean {
    if (!place.taken) return false;
    place.taken = false;
    const left = (this.waiting.get(place.address) ?? 1) - 1;
    if (left > 0) this.waiting.set(place.address, left);
    else this.waiting.delete(place.address);
    return true;
  }

  /** The address that the gateway names, which knows the proxies before it; without it those before us count. No other sender of the header is trusted. */
  private addressOf(request: IncomingMessage): string {
    const token = request.headers[serviceHeader];
    const byGateway = typeof token === 'string' && this.tokens.callerOf(token) !== undefined;
    return clientAddress(request, byGateway ? 1 : this.config.REALTIME_TRUSTED_PROXIES);
  }
}

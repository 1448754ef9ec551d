import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../config';
import type { ServiceName } from './public-routes';

type Upstream = ServiceName | 'realtime';

/** How long a replica that refused a connection is left alone. */
const restMs = 1000;

/** Which replica takes the next request: each in turn, those that just failed left out while others work. */
@Injectable()
export class Upstreams {
  private readonly replicas: Record<Upstream, string[]>;
  private readonly next = new Map<Upstream, number>();
  private readonly restingUntil = new Map<string, number>();

  constructor(config: GatewayConfig) {
    this.replicas = {
      auth: config.AUTH_URL,
      conversations: config.CONVERSATIONS_URL,
      messages: config.MESSAGES_URL,
      uploads: config.UPLOADS_URL,
      realtime: config.REALTIME_URL,
    };
  }

  /** All replicas in the order to try them: each takes its turn at being first, those that just failed come last. */
  inTurn(service: Upstream): string[] {
    const start = this.next.get(service) ?? 0;
    this.next.set(service, start + 1);
    return this.from(service, start);
  }

  /** The same, but one key begins at the same replica as long as it answers. */
  inTurnFor(service: Upstream, key: string): string[] {
    return this.from(service, createHash('sha256').update(key).digest().readUInt32BE());
  }

  failed(url: string): void {
    this.restingUntil.set(url, Date.now() + restMs);
  }

  private from(service: Upstream, start: number): string[] {
    const all = this.replicas[service];
    const turned = all.map((_url, i) => all[(start + i) % all.length] ?? '');
    const now = Date.now();
    const resting = (url: string) => (this.restingUntil.get(url) ?? 0) > now;
    return [...turned.filter((url) => !resting(url)), ...turned.filter(resting)];
  }
}

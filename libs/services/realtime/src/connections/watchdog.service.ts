import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { Logger } from '@hallway/service-kit/log';
import { everyBeat } from '@hallway/service-kit/periodic';

import { RealtimeConfig } from '../config';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { congestedRoom, LiveSocketsService } from '../sockets/live-sockets.service';
import { type Backlog, type Congestion, congestionOf } from './congestion.policy';

const lookEveryMs = 1_000;

interface Packet {
  data?: unknown;
}

/** A connection with its packets not written yet: `bufferedAmount` of the WebSocket says nothing about them. */
interface Connection {
  writeBuffer: Packet[];
}

interface Waiting {
  first: Packet;
  since: number;
}

function sizeOf({ data }: Packet): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
}

/** Looks at every connection once a second: tokens that have run out, and clients that do not read. */
@Injectable()
export class WatchdogService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly waiting = new WeakMap<HallwaySocket, Waiting>();
  private readonly congested = new WeakSet<HallwaySocket>();
  private end?: () => void;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly sockets: LiveSocketsService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.end = everyBeat(lookEveryMs, () => this.look(Date.now()));
  }

  onModuleDestroy(): void {
    this.end?.();
  }

  private look(now: number): void {
    for (const socket of this.sockets.all()) {
      if (socket.data.expiresAt + this.config.REALTIME_TOKEN_LEEWAY_MS <= now) this.sockets.end(socket, 'token-expired');
      else this.judge(socket, congestionOf(this.backlogOf(socket, now)));
    }
  }

  private backlogOf(socket: HallwaySocket, now: number): Backlog {
    const { writeBuffer } = socket.conn as unknown as Connection;
    const [first] = writeBuffer;
    if (!first) {
      this.waiting.delete(socket);
      return { packets: 0, bytes: 0, stuckMs: 0 };
    }
    const before = this.waiting.get(socket);
    const since = before?.first === first ? before.since : now;
    if (since === now) this.waiting.set(socket, { first, since });
    return { packets: writeBuffer.length, bytes: writeBuffer.reduce((sum, packet) => sum + sizeOf(packet), 0), stuckMs: now - since };
  }

  private judge(socket: HallwaySocket, congestion: Congestion): void {
    if (congestion === 'hopeless') {
      this.logger.info('a connection is cut because its client does not read', { userId: socket.data.userId });
      this.sockets.cut(socket, 'slow');
    } else if (congestion === 'congested' && !this.congested.has(socket)) {
      this.congested.add(socket);
      void socket.join(congestedRoom);
    } else if (congestion === 'none' && this.congested.delete(socket)) {
      void socket.leave(congestedRoom);
    }
  }
}

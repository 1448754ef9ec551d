import { setImmediate as turn } from 'node:timers/promises';

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { removalPatienceMs } from '@hallway/contracts-conversations';
import { Logger } from '@hallway/service-kit/log';

import { LiveSockets } from './live-sockets.service';

/** Clearly less than others wait for us, because their word takes its time, too. */
const limitMs = removalPatienceMs - 500;
const everyMs = 250;
/** A call is accepted, read, understood and handled: each may take a turn of the event loop. */
const turns = 4;

/**
 * Notices that this replica stood still for so long that a removal may have been answered without it. Then nothing goes
 * out any more to whoever is connected: they connect again, anywhere, and memberships are asked anew.
 *
 * A clock is looked at before anything is sent, because a timer may come after what waited in the sockets meanwhile.
 */
@Injectable()
export class Standstill implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Whatever had reached this process by then has been dealt with. */
  private heardUntil = Infinity;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly sockets: LiveSockets,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.heardUntil = performance.now();
    this.next();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.heardUntil = Infinity;
  }

  /** Whether what is known of memberships may be relied on; when not, all connections are cut. */
  check(): boolean {
    const stoodMs = performance.now() - this.heardUntil;
    if (stoodMs <= limitMs) return true;
    this.cutAll(stoodMs);
    return false;
  }

  private next(): void {
    this.timer = setTimeout(() => void this.listen(), everyMs);
  }

  private async listen(): Promise<void> {
    const begun = performance.now();
    for (let count = 0; count < turns; count += 1) await turn();
    if (this.heardUntil === Infinity) return;
    // Also when there was nothing to send: whoever gave up waiting may have taken back what they had to say.
    this.check();
    this.heardUntil = begun;
    this.next();
  }

  /** Those that wait for the list of their conversations, too: it may be from before. */
  private cutAll(stoodMs: number): void {
    const connections = [...this.sockets.users()].flatMap((userId) => [...this.sockets.ofUser(userId)]);
    if (connections.length === 0) return;
    this.logger.warn('this replica stood still, clients are sent to catch up', { stoodMs: Math.round(stoodMs), connections: connections.length });
    for (const socket of connections) this.sockets.cut(socket, 'standstill');
  }
}

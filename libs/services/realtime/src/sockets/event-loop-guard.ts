import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { removalPatienceMs } from '@hallway/contracts-conversations';
import { Logger } from '@hallway/service-kit/log';
import { untilBeat } from '@hallway/service-kit/periodic';

import { LiveSocketsService } from './live-sockets.service';

/** Clearly less than others wait for us, because their word takes its time, too. */
const limitMs = removalPatienceMs - 500;
const everyMs = 250;
/** While no client is connected. Longer is never less safe: a client that connects in between is cut after a shorter stop. */
const idleMs = 1_000;
/** A call is accepted, read, understood and handled: each may take a turn of the event loop. */
const turns = 4;

/**
 * Notices that this replica stood still for so long that a removal may have been answered without it. Then nothing goes
 * out any more to connected clients: they connect again, anywhere, and memberships are asked anew.
 *
 * A clock is looked at before anything is sent, because a timer may fire after what waited in the sockets.
 */
@Injectable()
export class EventLoopGuard implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Whatever had reached this process by then has been dealt with. */
  private handledUntil = Infinity;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.handledUntil = performance.now();
    this.next();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.handledUntil = Infinity;
  }

  /** Whether what is known of memberships may be relied on; when not, all connections are cut. */
  check(): boolean {
    const blockedMs = performance.now() - this.handledUntil;
    if (blockedMs <= limitMs) return true;
    this.cutAll(blockedMs);
    return false;
  }

  private next(): void {
    const noUser = this.sockets.users().next().done === true;
    this.timer = setTimeout(() => void this.listen(), untilBeat(noUser ? idleMs : everyMs));
  }

  private async listen(): Promise<void> {
    const begun = performance.now();
    for (let count = 0; count < turns; count += 1) await turn();
    if (this.handledUntil === Infinity) return;
    // Also when there was nothing to send: a caller that gave up waiting may have withdrawn its call.
    this.check();
    this.handledUntil = begun;
    this.next();
  }

  /** Those that wait for the list of their conversations, too: it may be from before. */
  private cutAll(blockedMs: number): void {
    const connections = [...this.sockets.users()].flatMap((userId) => [...this.sockets.ofUser(userId)]);
    if (connections.length === 0) return;
    this.logger.warn('this replica stood still, clients are sent to catch up', { blockedMs: Math.round(blockedMs), connections: connections.length });
    for (const socket of connections) this.sockets.cut(socket, 'standstill');
  }
}

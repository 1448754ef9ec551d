import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import type { BroadcastGap } from '@hallway/event-bus';
import { Logger } from '@hallway/service-kit/log';

import { RealtimeConfig } from '../config';
import { ConversationMembersService } from '../conversations/conversation-members.service';
import { LiveSocketsService } from '../sockets/live-sockets.service';

const slices = 20;
/** So few are no burden for the others. */
const smallestSlice = 50;
/** After a gap there is no hurry: clients that come back ask what they have missed. */
const gapDurationMs = 5_000;

/** Sends all clients away, a few at a time, so that the other replicas do not get them all at once. */
@Injectable()
export class DrainService implements BeforeApplicationShutdown {
  private gaps = 0;
  private running = false;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly sockets: LiveSocketsService,
    private readonly members: ConversationMembersService,
    private readonly logger: Logger,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain('shutdown', this.config.REALTIME_DRAIN_MS);
  }

  /** Events were lost on their way to this replica: only a fresh start of each client is right again. */
  onGap(gap: BroadcastGap): void {
    this.logger.warn('events were missed, clients are sent to catch up', { ...gap });
    this.members.forgetAll();
    this.gaps += 1;
    void this.closeGaps();
  }

  /** Who has connected between two gaps has missed the second one. */
  private async closeGaps(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.gaps > 0) {
      this.gaps = 0;
      await this.drain('gap', gapDurationMs);
    }
    this.running = false;
  }

  private async drain(reason: string, durationMs: number): Promise<void> {
    const waiting = [...this.sockets.all()];
    const size = Math.max(smallestSlice, Math.ceil(waiting.length / slices));
    for (let from = 0; from < waiting.length; from += size) {
      if (from > 0) await delay((durationMs / slices) * (0.5 + Math.random() / 2));
      for (const socket of waiting.slice(from, from + size)) this.sockets.dismiss(socket, reason);
    }
  }
}

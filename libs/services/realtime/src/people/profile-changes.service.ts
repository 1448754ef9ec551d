import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import type { UserProfile } from '@hallway/contracts-auth';
import { conversationsInternalApi } from '@hallway/contracts-conversations';
import { rooms } from '@hallway/contracts-realtime';
import { ServiceClient } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';

import { PresenceWatchService } from '../presence/presence-watch.service';
import { LiveSocketsService } from '../sockets/live-sockets.service';

/** Changes of one person within this time are sent as one: the last. */
const collectMs = 200;
const askMs = 2_000;
const tries = 4;

/**
 * Sends how a user is called and looks now: to those who share a conversation with them, to those who
 * watch them, and to their own devices; never to everyone.
 */
@Injectable()
export class ProfileChangesService implements OnApplicationShutdown {
  /** By user id, until it is sent. */
  private readonly waiting = new Map<string, UserProfile>();
  private readonly notifying = new Set<string>();
  private closed = false;

  constructor(
    private readonly client: ServiceClient,
    private readonly sockets: LiveSocketsService,
    private readonly presence: PresenceWatchService,
    private readonly logger: Logger,
  ) {}

  changed(profile: UserProfile): void {
    this.waiting.set(profile.id, profile);
    void this.run(profile.id);
  }

  onApplicationShutdown(): void {
    this.closed = true;
  }

  private async run(userId: string): Promise<void> {
    if (this.notifying.has(userId)) return;
    this.notifying.add(userId);
    while (this.waiting.has(userId) && !this.closed) {
      await delay(collectMs, undefined, { ref: false });
      if (this.sockets.count > 0) await this.notify(userId);
      else this.waiting.delete(userId);
    }
    this.notifying.delete(userId);
  }

  private async notify(userId: string): Promise<void> {
    const shared = await this.conversationsOf(userId);
    const watchers = [...this.presence.watchersOf(userId)].map(({ id }) => id);
    const user = this.waiting.get(userId);
    this.waiting.delete(userId);
    if (user) await this.sockets.emitToRooms([rooms.user(userId), ...watchers, ...shared.map(rooms.conversation)], 'user:changed', { user });
  }

  /** While the conversations service is away: those that the person's sockets here are in. */
  private async conversationsOf(userId: string): Promise<string[]> {
    for (let left = tries, pause = collectMs; left > 0 && !this.closed; left -= 1, pause *= 2) {
      try {
        return (await this.client.call(conversationsInternalApi.ofUser, { params: { userId }, deadlineMs: askMs })).conversationIds;
      } catch (err) {
        this.logger.debug('conversations cannot be asked who shares one with a user', { err });
        await delay(pause, undefined, { ref: false });
      }
    }
    const prefix = rooms.conversation('');
    return [...this.sockets.ofUser(userId)]
      .flatMap((socket) => [...socket.rooms])
      .flatMap((room) => (room.startsWith(prefix) ? [room.slice(prefix.length)] : []));
  }
}

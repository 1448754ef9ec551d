import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { type Conversation, conversationsInternalApi } from '@hallway/contracts-conversations';
import { rooms } from '@hallway/contracts-realtime';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { LiveSockets } from '../sockets/live-sockets.service';

const atOnce = 1_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;
const giveUpAfterMs = 120_000;

/** Who is to be told about a conversation once it has been composed for them. */
interface Wanted {
  joined: Set<string>;
  changed: Set<string>;
}

/**
 * Tells members how a conversation looks now. Each sees it in a way of their own, so the conversations
 * service composes it. One call at a time per conversation: what happens meanwhile goes into the next.
 */
@Injectable()
export class ConversationViews implements OnApplicationShutdown {
  private readonly wanted = new Map<string, Wanted>();
  private readonly running = new Set<string>();
  private closed = false;

  constructor(
    private readonly client: ServiceClient,
    private readonly sockets: LiveSockets,
    private readonly logger: Logger,
  ) {}

  /** These are in it now: `conversation:joined`. */
  joined(conversationId: string, userIds: Iterable<string>): void {
    this.want(conversationId, 'joined', userIds);
  }

  /** It looks different now: `conversation:changed`, to everybody in it or to one person. */
  changed(conversationId: string, onlyFor?: string): void {
    this.want(conversationId, 'changed', onlyFor === undefined ? this.sockets.usersInConversation(conversationId) : [onlyFor]);
  }

  onApplicationShutdown(): void {
    this.closed = true;
  }

  private want(conversationId: string, kind: keyof Wanted, userIds: Iterable<string>): void {
    const here = [...userIds].filter((userId) => this.sockets.ofUser(userId).size > 0);
    if (here.length === 0) return;
    const wanted = this.wanted.get(conversationId) ?? { joined: new Set(), changed: new Set() };
    for (const userId of here) wanted[kind].add(userId);
    this.wanted.set(conversationId, wanted);
    void this.run(conversationId);
  }

  private async run(conversationId: string): Promise<void> {
    if (this.running.has(conversationId)) return;
    this.running.add(conversationId);
    // Everything that one event means goes into one call.
    await Promise.resolve();
    for (let wanted = this.take(conversationId); wanted; wanted = this.take(conversationId)) await this.tell(conversationId, wanted);
    this.running.delete(conversationId);
  }

  private take(conversationId: string): Wanted | undefined {
    const wanted = this.wanted.get(conversationId);
    this.wanted.delete(conversationId);
    return wanted;
  }

  private async tell(conversationId: string, wanted: Wanted): Promise<void> {
    const userIds = [...new Set([...wanted.joined, ...wanted.changed])];
    const until = Date.now() + giveUpAfterMs;
    for (let pause = firstPauseMs; !this.closed; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        for (let from = 0; from < userIds.length; from += atOnce) await this.compose(conversationId, userIds.slice(from, from + atOnce), wanted);
        return;
      } catch (err) {
        if (Date.now() + pause > until) {
          this.logger.warn('members could not be told how a conversation looks', { err, conversationId });
          return;
        }
        await delay(pause, undefined, { ref: false });
      }
    }
  }

  private async compose(conversationId: string, userIds: string[], { joined }: Wanted): Promise<void> {
    const { views } = await this.client.call(conversationsInternalApi.views, {
      params: { conversationId },
      body: { userIds },
      idempotent: true,
    });
    for (const { userId, conversation } of views) this.emit(userId, joined.has(userId) ? 'conversation:joined' : 'conversation:changed', conversation);
  }

  /** Somebody who has left since then hears nothing more. */
  private emit(userId: string, event: 'conversation:joined' | 'conversation:changed', conversation: Conversation): void {
    const room = rooms.conversation(conversation.id);
    const stillIn = [...this.sockets.ofUser(userId)].some((socket) => socket.rooms.has(room));
    if (stillIn) this.sockets.emitToUser(userId, event, { conversation });
  }
}

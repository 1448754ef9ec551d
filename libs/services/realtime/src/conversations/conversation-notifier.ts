import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { type Conversation, conversationsInternalApi } from '@hallway/contracts-conversations';
import { rooms } from '@hallway/contracts-realtime';
import { ServiceClient } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';

import { LiveSocketsService } from '../sockets/live-sockets.service';

const atOnce = 1_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;
const giveUpAfterMs = 120_000;

/** Who is to be notified of a conversation once it has been composed for them. */
interface PendingNotification {
  joined: Set<string>;
  changed: Set<string>;
}

/**
 * Sends members the conversation as it is now. Each sees it in a way of their own, so the conversations
 * service composes it. One call at a time per conversation: what happens during a call goes into the next.
 */
@Injectable()
export class ConversationNotifier implements OnApplicationShutdown {
  private readonly pending = new Map<string, PendingNotification>();
  private readonly running = new Set<string>();
  private closed = false;

  constructor(
    private readonly client: ServiceClient,
    private readonly sockets: LiveSocketsService,
    private readonly logger: Logger,
  ) {}

  /** These are in it now: `conversation:joined`. */
  joined(conversationId: string, userIds: Iterable<string>): void {
    this.enqueue(conversationId, 'joined', userIds);
  }

  /** It looks different now: `conversation:changed`, to everyone in it or to one person. */
  changed(conversationId: string, onlyFor?: string): void {
    this.enqueue(conversationId, 'changed', onlyFor === undefined ? this.sockets.usersInConversation(conversationId) : [onlyFor]);
  }

  onApplicationShutdown(): void {
    this.closed = true;
  }

  private enqueue(conversationId: string, kind: keyof PendingNotification, userIds: Iterable<string>): void {
    const here = [...userIds].filter((userId) => this.sockets.ofUser(userId).size > 0);
    if (here.length === 0) return;
    const pending = this.pending.get(conversationId) ?? { joined: new Set(), changed: new Set() };
    for (const userId of here) pending[kind].add(userId);
    this.pending.set(conversationId, pending);
    void this.run(conversationId);
  }

  private async run(conversationId: string): Promise<void> {
    if (this.running.has(conversationId)) return;
    this.running.add(conversationId);
    // Everything that one event means goes into one call.
    await Promise.resolve();
    for (let pending = this.take(conversationId); pending; pending = this.take(conversationId)) await this.notify(conversationId, pending);
    this.running.delete(conversationId);
  }

  private take(conversationId: string): PendingNotification | undefined {
    const pending = this.pending.get(conversationId);
    this.pending.delete(conversationId);
    return pending;
  }

  private async notify(conversationId: string, pending: PendingNotification): Promise<void> {
    const userIds = [...new Set([...pending.joined, ...pending.changed])];
    const until = Date.now() + giveUpAfterMs;
    for (let pause = firstPauseMs; !this.closed; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        for (let from = 0; from < userIds.length; from += atOnce) await this.compose(conversationId, userIds.slice(from, from + atOnce), pending);
        return;
      } catch (err) {
        if (Date.now() + pause > until) {
          this.logger.warn('members could not be sent a conversation', { err, conversationId });
          return;
        }
        await delay(pause, undefined, { ref: false });
      }
    }
  }

  private async compose(conversationId: string, userIds: string[], { joined }: PendingNotification): Promise<void> {
    const { views } = await this.client.call(conversationsInternalApi.views, {
      params: { conversationId },
      body: { userIds },
      idempotent: true,
    });
    for (const { userId, conversation } of views) this.emit(userId, joined.has(userId) ? 'conversation:joined' : 'conversation:changed', conversation);
  }

  /** A member who has left since then receives nothing more. */
  private emit(userId: string, event: 'conversation:joined' | 'conversation:changed', conversation: Conversation): void {
    const room = rooms.conversation(conversation.id);
    const stillIn = [...this.sockets.ofUser(userId)].some((socket) => socket.rooms.has(room));
    if (stillIn) this.sockets.emitToUser(userId, event, { conversation });
  }
}

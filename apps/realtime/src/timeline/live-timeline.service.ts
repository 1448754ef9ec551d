import { Injectable } from '@nestjs/common';

import type { MessagesChanged } from '@hallway/contracts-messages';
import { rooms } from '@hallway/contracts-realtime';

import { LiveSockets } from '../sockets/live-sockets.service';

/**
 * Tells the sockets of a conversation what changed, each rev once and in order. Changes come twice: from the stream,
 * which has all of them, and sooner from the commits that this replica asked for.
 */
@Injectable()
export class LiveTimeline {
  /** The rev that was told last, by conversation with sockets here. */
  private readonly told = new Map<string, number>();

  constructor(private readonly sockets: LiveSockets) {}

  /** What the stream says; without what was told already. */
  follow({ conversationId, events }: MessagesChanged): void {
    const last = this.told.get(conversationId) ?? 0;
    this.tell({ conversationId, events: events.filter(({ rev }) => rev > last) });
  }

  /** What a commit did, if it continues what was told: otherwise something is missing before it, which the stream brings. */
  lead({ conversationId, events }: MessagesChanged): void {
    const last = this.told.get(conversationId);
    if (last !== undefined && events.every(({ rev }, place) => rev === last + 1 + place)) this.tell({ conversationId, events });
  }

  private tell(changed: MessagesChanged): void {
    const { conversationId, events } = changed;
    const latest = events.at(-1);
    if (!latest) return;
    if ((this.sockets.inConversation(conversationId)?.size ?? 0) === 0) {
      this.told.delete(conversationId);
      return;
    }
    this.told.set(conversationId, latest.rev);
    this.sockets.emitToRoom(rooms.conversation(conversationId), 'messages:changed', changed);
  }
}

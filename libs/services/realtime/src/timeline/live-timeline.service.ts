import { Injectable } from '@nestjs/common';

import { changesJson, type MessagesChanged } from '@hallway/contracts-messages';
import { rooms } from '@hallway/contracts-realtime';

import { JsonText } from '../sockets/json-text';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import type { CommittedChange } from './committed-change';

/**
 * Delivers to the sockets of a conversation what changed, each rev once and in order. Changes come twice: from the stream,
 * which has all of them, and sooner from the commits that this replica asked for.
 */
@Injectable()
export class LiveTimelineService {
  /** The rev that was delivered last, by conversation with sockets here. */
  private readonly lastDelivered = new Map<string, number>();

  constructor(private readonly sockets: LiveSocketsService) {}

  /** From the stream; without what was delivered already. Answers whether anything was delivered. */
  deliver({ conversationId, events }: MessagesChanged): boolean {
    const last = this.lastDelivered.get(conversationId) ?? 0;
    const newEvents = events.filter(({ rev }) => rev > last);
    const latest = newEvents.at(-1);
    return latest !== undefined && this.emit(conversationId, latest.rev, { conversationId, events: newEvents });
  }

  /**
   * What a commit did, if it continues what was delivered: otherwise something is missing before it, which the stream brings.
   * Answers whether it was delivered.
   */
  deliverOptimistically({ conversationId, revs, events }: CommittedChange): boolean {
    const last = this.lastDelivered.get(conversationId);
    if (last === undefined || !revs.every((rev, place) => rev === last + 1 + place)) return false;
    return this.emit(conversationId, last + revs.length, new JsonText(changesJson(conversationId, events)));
  }

  private emit(conversationId: string, latestRev: number, changed: MessagesChanged | JsonText): boolean {
    if ((this.sockets.inConversation(conversationId)?.size ?? 0) === 0) {
      this.lastDelivered.delete(conversationId);
      return false;
    }
    this.lastDelivered.set(conversationId, latestRev);
    this.sockets.emitToRoom(rooms.conversation(conversationId), 'messages:changed', changed);
    return true;
  }
}

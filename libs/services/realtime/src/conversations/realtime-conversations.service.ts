import { Injectable } from '@nestjs/common';

import type { ConversationCreated, MemberChange } from '@hallway/contracts-conversations';
import { rooms } from '@hallway/contracts-realtime';

import { LiveSocketsService } from '../sockets/live-sockets.service';
import { ConversationMembersService } from './conversation-members.service';
import { ConversationNotifier } from './conversation-notifier';
import { ConversationRoomsService } from './conversation-rooms.service';

/** What a change of a conversation means for the sockets here: rooms at once and in order, composed views later. */
@Injectable()
export class RealtimeConversationsService {
  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly rooms: ConversationRoomsService,
    private readonly members: ConversationMembersService,
    private readonly views: ConversationNotifier,
  ) {}

  created({ conversationId, membership }: ConversationCreated): void {
    this.members.applySnapshot(membership);
    const joined = membership.members.filter(({ userId }) => this.rooms.join(conversationId, userId, membership.version));
    this.views.joined(
      conversationId,
      joined.map(({ userId }) => userId),
    );
  }

  memberAdded({ conversationId, userId, version }: MemberChange): void {
    this.members.change(conversationId, version, userId, true);
    if (!this.rooms.join(conversationId, userId, version)) return;
    this.views.joined(conversationId, [userId]);
    this.views.changed(conversationId);
  }

  /** Also called by the conversations service itself, before it answers the removal: then the event is no news. */
  memberRemoved({ conversationId, userId, version }: MemberChange): void {
    this.members.change(conversationId, version, userId, false);
    if (!this.rooms.leave(conversationId, userId, version)) return;
    this.sockets.emitToUser(userId, 'conversation:left', { conversationId });
    this.views.changed(conversationId);
  }

  changed(conversationId: string, onlyFor?: string): void {
    this.views.changed(conversationId, onlyFor);
  }

  deleted(conversationId: string): void {
    this.members.forget(conversationId);
    this.sockets.emitToRoom(rooms.conversation(conversationId), 'conversation:left', { conversationId });
    this.rooms.close(conversationId);
  }
}

import { Injectable } from '@nestjs/common';

import type { ConversationCreated, MembershipChange } from '@hallway/contracts-conversations';
import { rooms } from '@hallway/contracts-realtime';

import { LiveSockets } from '../sockets/live-sockets.service';
import { ConversationMembers } from './conversation-members.service';
import { ConversationRooms } from './conversation-rooms.service';
import { ConversationViews } from './conversation-views.service';

/** What a change of a conversation means for the sockets here: rooms at once and in order, composed views later. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly rooms: ConversationRooms,
    private readonly members: ConversationMembers,
    private readonly views: ConversationViews,
  ) {}

  created({ conversationId, membership }: ConversationCreated): void {
    this.members.learn(membership);
    const joined = membership.members.filter(({ userId }) => this.rooms.join(conversationId, userId, membership.version));
    this.views.joined(conversationId, joined.map(({ userId }) => userId));
  }

  memberAdded({ conversationId, userId, version }: MembershipChange): void {
    this.members.change(conversationId, version, userId, true);
    if (!this.rooms.join(conversationId, userId, version)) return;
    this.views.joined(conversationId, [userId]);
    this.views.changed(conversationId);
  }

  /** Also called by the conversations service itself, before it answers the removal: then the event is no news. */
  memberRemoved({ conversationId, userId, version }: MembershipChange): void {
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

import { IsIn, IsUUID } from 'class-validator';

import { Count, event, Moment, ObjectOf, Optional } from '@hallway/contracts-core';

import { type ConversationType, conversationTypes } from './conversation.dto.ts';
import { MemberChange, MemberSnapshot } from './internal.dto.ts';

export class ConversationCreated {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) type: ConversationType;
  @Moment() createdAt: string;
  @IsUUID() createdBy: string;
  /** Everyone who is in it from the start: no member-added events follow for them. */
  @ObjectOf(() => MemberSnapshot) membership: MemberSnapshot;
}

export class ConversationUpdated {
  @IsUUID() conversationId: string;
  @Count() version: number;
  /** Set when only this person's own view changed (such as muting). */
  @Optional() @IsUUID() onlyFor?: string;
}

export class ConversationDeleted {
  @IsUUID() conversationId: string;
  @Count() version: number;
}

const byConversation = { subject: (payload: { conversationId: string }) => payload.conversationId };

export const conversationCreated = event('conversations.conversation-created.v1', ConversationCreated, byConversation);
export const conversationUpdated = event('conversations.conversation-updated.v1', ConversationUpdated, byConversation);
export const conversationDeleted = event('conversations.conversation-deleted.v1', ConversationDeleted, byConversation);
export const memberAdded = event('conversations.member-added.v1', MemberChange, byConversation);
export const memberRemoved = event('conversations.member-removed.v1', MemberChange, byConversation);
export const memberRoleChanged = event('conversations.member-role-changed.v1', MemberChange, byConversation);

import { IsIn, IsUUID } from 'class-validator';
import { userLimits } from '@hallway/contracts-auth';
import { Count, IdList, ListOf, Moment, ObjectOf, Optional, TextLength } from '@hallway/contracts-core';
import { conversationLimits } from './conversation.limits';
import { Conversation, conversationTypes, memberRoles, type ConversationType, type MemberRole } from './conversation.dto';

export class ConversationViewsQuery {
  @IdList(1000) userIds: string[];
}

export class ConversationView {
  @IsUUID() userId: string;
  @ObjectOf(() => Conversation) conversation: Conversation;
}

export class ConversationViews {
  @ListOf(() => ConversationView, 1000) views: ConversationView[];
}

/** One person in one conversation, as other services keep it. */
export class Membership {
  @IsUUID() userId: string;
  @TextLength(0, userLimits.username) username: string;
  @IsIn(memberRoles) role: MemberRole;
  @Moment() joinedAt: string;
}

/** The whole membership at one version. A later version replaces an earlier one, never the reverse. */
export class MembershipSnapshot {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) type: ConversationType;
  /** Advances by one with every change of the membership. */
  @Count() version: number;
  @ListOf(() => Membership, 1000) members: Membership[];
}

export class MembershipList {
  @IdList(10_000) conversationIds: string[];
}

/** One change of one person's membership, with the version it made. */
export class MembershipChange {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) conversationType: ConversationType;
  @Count() version: number;
  @IsUUID() userId: string;
  @TextLength(0, userLimits.username) username: string;
  @IsIn(memberRoles) role: MemberRole;
  @Moment() joinedAt: string;
  /** Who did it. */
  @Optional() @IsUUID() by?: string;
}

/** Members of one conversation who were added together. */
export class MembershipAdditions {
  @ListOf(() => MembershipChange, conversationLimits.addAtOnce) changes: MembershipChange[];
}

import { IsIn, IsUUID } from 'class-validator';

import { userLimits } from '@hallway/contracts-auth';
import { Count, IdList, ListOf, Moment, ObjectOf, Optional, TextLength } from '@hallway/contracts-core';

import { Conversation, type ConversationType, conversationTypes, type MemberRole, memberRoles } from './conversation.dto.ts';
import { conversationLimits } from './conversation.limits.ts';

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
export class SnapshotMember {
  @IsUUID() userId: string;
  @TextLength(0, userLimits.username) username: string;
  @IsIn(memberRoles) role: MemberRole;
  @Moment() joinedAt: string;
}

/** The whole membership at one version. A later version replaces an earlier one, never the reverse. */
export class MemberSnapshot {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) type: ConversationType;
  /** Advances by one with every change of the membership. */
  @Count() version: number;
  @ListOf(() => SnapshotMember, 1000) members: SnapshotMember[];
}

export class ConversationIds {
  @IdList(10_000) conversationIds: string[];
}

/** One change of one person's membership, with the version it made. */
export class MemberChange {
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
export class MemberAdditions {
  @ListOf(() => MemberChange, conversationLimits.addAtOnce) changes: MemberChange[];
}

import { ArrayMinSize, ArrayUnique, IsBoolean, IsIn, IsUUID, ValidateIf } from 'class-validator';

import { userLimits, UserProfile } from '@hallway/contracts-auth';
import { Count, IdList, ListOf, Moment, NameText, Nullable, ObjectOf, Optional, pageOf, TextLength } from '@hallway/contracts-core';
import { Message } from '@hallway/contracts-messages';

import { conversationLimits } from './conversation.limits.ts';

export const conversationTypes = ['direct', 'group'] as const;
export type ConversationType = (typeof conversationTypes)[number];
export const memberRoles = ['owner', 'admin', 'member'] as const;
export type MemberRole = (typeof memberRoles)[number];

export class Member {
  @IsUUID() userId: string;
  @IsIn(memberRoles) role: MemberRole;
  @Moment() joinedAt: string;
  @ObjectOf(() => UserProfile) user: UserProfile;
}

/** A conversation as one member sees it. */
export class Conversation {
  @IsUUID() id: string;
  @IsIn(conversationTypes) type: ConversationType;
  /** `null` for a direct conversation: show the other member. */
  @Nullable() @TextLength(1, conversationLimits.title) title: string | null;
  @Nullable() @TextLength(1, userLimits.url) avatarUrl: string | null;
  /** Everyone in a direct conversation, and in a group of up to 20. */
  @Optional() @ListOf(() => Member, conversationLimits.membersShown) members?: Member[];
  @Count() memberCount: number;
  /** The caller's. */
  @IsIn(memberRoles) role: MemberRole;
  @Moment() createdAt: string;
  @Count() lastSeq: number;
  @Count() rev: number;
  @Count() readSeq: number;
  @Count() unread: number;
  @Count() mentionCount: number;
  @Nullable() @ObjectOf(() => Message) lastMessage: Message | null;
  @Moment() lastActivityAt: string;
  @IsBoolean() muted: boolean;
}

export class CreateConversation {
  @IsIn(conversationTypes) type: ConversationType;
  /** Groups only. */
  @ValidateIf((body: CreateConversation) => body.type === 'group' || body.title !== undefined)
  @NameText(1, conversationLimits.title)
  title?: string;
  /** The others; the caller is always a member. */
  @IdList(conversationLimits.members - 1) memberIds: string[];
}

export class UpdateConversation {
  @Optional() @NameText(1, conversationLimits.title) title?: string;
  @Optional() @Nullable() @IsUUID() avatarUploadId?: string | null;
  /** For the caller only. */
  @Optional() @IsBoolean() muted?: boolean;
}

export class AddMembers {
  @ArrayMinSize(1)
  @ArrayUnique()
  @IdList(conversationLimits.addAtOnce)
  userIds: string[];
}

export class ChangeRole {
  @IsIn(memberRoles) role: MemberRole;
}

export const ConversationPage = pageOf(Conversation);
export const MemberPage = pageOf(Member);

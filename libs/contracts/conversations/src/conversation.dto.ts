import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, ValidateIf, ValidateNested } from 'class-validator';
import { UserProfile } from '@hallway/contracts-auth';
import { NameText, Optional, pageOf } from '@hallway/contracts-core';
import { Message } from '@hallway/contracts-messages';
import { conversationLimits } from './conversation.limits';

export const conversationTypes = ['direct', 'group'] as const;
export type ConversationType = (typeof conversationTypes)[number];
export const memberRoles = ['owner', 'admin', 'member'] as const;
export type MemberRole = (typeof memberRoles)[number];

export class Member {
  @IsUUID() userId: string;
  @IsIn(memberRoles) role: MemberRole;
  @IsString() joinedAt: string;
  @ValidateNested() @Type(() => UserProfile) user: UserProfile;
}

/** A conversation as one member sees it. */
export class Conversation {
  @IsUUID() id: string;
  @IsIn(conversationTypes) type: ConversationType;
  /** `null` for a direct conversation: show the other member. */
  @IsOptional() @IsString() title: string | null;
  @IsOptional() @IsString() avatarUrl: string | null;
  /** Everybody in a direct conversation, and in a group of up to 20. */
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Member) members?: Member[];
  @IsInt() memberCount: number;
  /** The caller's. */
  @IsIn(memberRoles) role: MemberRole;
  @IsString() createdAt: string;
  @IsInt() lastSeq: number;
  @IsInt() rev: number;
  @IsInt() readSeq: number;
  @IsInt() unread: number;
  @IsInt() mentionCount: number;
  @IsOptional() @ValidateNested() @Type(() => Message) lastMessage: Message | null;
  @IsString() lastActivityAt: string;
  @IsBoolean() muted: boolean;
}

export class CreateConversation {
  @IsIn(conversationTypes) type: ConversationType;
  /** Groups only. */
  @ValidateIf((body: CreateConversation) => body.type === 'group' || body.title !== undefined)
  @NameText(1, conversationLimits.title)
  title?: string;
  /** The others; the caller is always a member. */
  @IsArray() @ArrayMaxSize(conversationLimits.members - 1) @IsUUID(undefined, { each: true }) memberIds: string[];
}

export class UpdateConversation {
  @Optional() @NameText(1, conversationLimits.title) title?: string;
  @IsOptional() @IsUUID() avatarUploadId?: string | null;
  /** For the caller only. */
  @Optional() @IsBoolean() muted?: boolean;
}

export class AddMembers {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(conversationLimits.addAtOnce) @ArrayUnique() @IsUUID(undefined, { each: true })
  userIds: string[];
}

export class ChangeRole {
  @IsIn(memberRoles) role: MemberRole;
}

export const ConversationPage = pageOf(Conversation);
export const MemberPage = pageOf(Member);

import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';
import { Conversation, conversationTypes, memberRoles, type ConversationType, type MemberRole } from './conversation.dto';

export class ConversationViewsQuery {
  @IsArray() @ArrayMaxSize(1000) @IsUUID(undefined, { each: true }) userIds: string[];
}

export class ConversationView {
  @IsUUID() userId: string;
  @ValidateNested() @Type(() => Conversation) conversation: Conversation;
}

export class ConversationViews {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ConversationView) views: ConversationView[];
}

/** One person in one conversation, as other services keep it. */
export class Membership {
  @IsUUID() userId: string;
  @IsString() username: string;
  @IsIn(memberRoles) role: MemberRole;
  @IsString() joinedAt: string;
}

/** The whole membership at one version. A later version replaces an earlier one, never the reverse. */
export class MembershipSnapshot {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) type: ConversationType;
  /** Advances by one with every change of the membership. */
  @IsInt() version: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Membership) members: Membership[];
}

export class MembershipList {
  @IsArray() @IsUUID(undefined, { each: true }) conversationIds: string[];
}

/** One change of one person's membership, with the version it made. */
export class MembershipChange {
  @IsUUID() conversationId: string;
  @IsIn(conversationTypes) conversationType: ConversationType;
  @IsInt() version: number;
  @IsUUID() userId: string;
  @IsString() username: string;
  @IsIn(memberRoles) role: MemberRole;
  @IsString() joinedAt: string;
  /** Who did it. */
  @IsOptional() @IsUUID() by?: string;
}

import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { TextLength, VisibleText } from '@hallway/contracts-core';
import { Conversation } from '@hallway/contracts-conversations';
import { messageLimits, SendMessage } from '@hallway/contracts-messages';

export class SocketSend extends SendMessage {
  @IsUUID() conversationId: string;
}

export class SocketEdit {
  @IsUUID() messageId: string;
  @VisibleText(messageLimits.body) body: string;
}

export class MessageRef {
  @IsUUID() messageId: string;
}

export class SocketReaction extends MessageRef {
  @TextLength(1, messageLimits.emoji) emoji: string;
}

export class ConversationRef {
  @IsUUID() conversationId: string;
}

export class SocketMark extends ConversationRef {
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) seq: number;
}

export class PresenceWatch {
  /** Everybody to be told about from now on; replaces the earlier list. */
  @IsArray() @ArrayMaxSize(500) @IsUUID(undefined, { each: true }) userIds: string[];
}

export class AuthRenew {
  @IsString() @MaxLength(4096) token: string;
}

export const presenceStatuses = ['online', 'offline'] as const;
export type PresenceStatus = (typeof presenceStatuses)[number];

export class Presence {
  @IsUUID() userId: string;
  @IsIn(presenceStatuses) status: PresenceStatus;
  @IsOptional() @IsString() lastSeenAt: string | null;
}

export class PresenceChanged {
  @IsUUID() userId: string;
  @IsOptional() @IsString() lastSeenAt: string | null;
}

export class TypingChanged extends ConversationRef {
  @IsUUID() userId: string;
  @IsBoolean() typing: boolean;
  @IsString() expiresAt: string;
}

export class ConversationPayload {
  @ValidateNested() @Type(() => Conversation) conversation: Conversation;
}

export class SessionEnded {
  @IsString() reason: string;
}

export class Empty {}

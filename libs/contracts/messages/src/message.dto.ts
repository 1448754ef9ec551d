import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';
import { Optional, QueryInteger, TextLength, VisibleText } from '@hallway/contracts-core';
import { Attachment } from '@hallway/contracts-uploads';
import { messageLimits } from './message.limits';

export class Reaction {
  @IsString() emoji: string;
  @IsArray() @IsUUID(undefined, { each: true }) userIds: string[];
  @IsInt() count: number;
}

export class Message {
  @IsUUID() id: string;
  @IsUUID() conversationId: string;
  /** Its place: 1, 2, 3 … without a hole. */
  @IsInt() seq: number;
  /** The number of its last change in the conversation's timeline. */
  @IsInt() rev: number;
  @IsUUID() senderId: string;
  @IsUUID() clientMessageId: string;
  /** `null` when it was deleted. */
  @IsOptional() @IsString() body: string | null;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Attachment) attachments: Attachment[];
  /** Id of the message it answers. */
  @IsOptional() @IsUUID() replyTo: string | null;
  /** User ids. */
  @IsArray() @IsUUID(undefined, { each: true }) mentions: string[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => Reaction) reactions: Reaction[];
  @IsBoolean() pinned: boolean;
  @IsString() createdAt: string;
  @IsOptional() @IsString() editedAt: string | null;
  @IsOptional() @IsString() deletedAt: string | null;
}

/** What a sender says, over REST and sockets alike. */
export class SendMessage {
  /** Made by the client; the same one again returns the first message. */
  @IsUUID() clientMessageId: string;
  /** May show nothing only with attachments. */
  @TextLength(0, messageLimits.body) body: string;
  /** Ids of finished uploads of the sender. */
  @Optional() @IsArray() @ArrayMaxSize(messageLimits.attachments) @ArrayUnique() @IsUUID(undefined, { each: true })
  attachments?: string[];
  /** Id of a message of the same conversation. */
  @IsOptional() @IsUUID() replyTo?: string | null;
}

export class EditMessage {
  @VisibleText(messageLimits.body) body: string;
}

/** At most one of `before`, `after`, `around`; without any, the newest. */
export class WindowQuery {
  @IsOptional() @QueryInteger(1, Number.MAX_SAFE_INTEGER) before?: number;
  @IsOptional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) after?: number;
  @IsOptional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) around?: number;
  @IsOptional() @QueryInteger(1, 100) limit?: number;
}

/** Messages by `seq`, ascending. */
export class MessageWindow {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Message) items: Message[];
  /** Always `null`: ask on with `before` or `after`. */
  @IsOptional() @IsString() nextCursor: string | null;
  /** Are there older and newer ones beyond this window? */
  @IsBoolean() hasBefore: boolean;
  @IsBoolean() hasAfter: boolean;
}

import { ArrayUnique, IsBoolean, IsUUID } from 'class-validator';

import { Count, cursorLength, IdList, ListOf, Moment, Nullable, Optional, QueryInteger, TextLength, VisibleText } from '@hallway/contracts-core';
import { Attachment } from '@hallway/contracts-uploads';

import { messageLimits } from './message.limits.ts';

export class Reaction {
  @TextLength(1, messageLimits.emoji) emoji: string;
  @IdList(messageLimits.people) userIds: string[];
  @Count() count: number;
}

export class Message {
  @IsUUID() id: string;
  @IsUUID() conversationId: string;
  /** Its place: 1, 2, 3 … without a hole. */
  @Count() seq: number;
  /** The number of its last change in the conversation's timeline. */
  @Count() rev: number;
  @IsUUID() senderId: string;
  @IsUUID() clientMessageId: string;
  /** `null` when it was deleted. */
  @Nullable() @TextLength(0, messageLimits.body) body: string | null;
  @ListOf(() => Attachment, messageLimits.attachments) attachments: Attachment[];
  /** Id of the message it answers. */
  @Nullable() @IsUUID() replyTo: string | null;
  /** User ids; the conversation's own id stands for everyone in it (`@here`, `@everyone`). */
  @IdList(messageLimits.people) mentions: string[];
  @ListOf(() => Reaction, messageLimits.reactions) reactions: Reaction[];
  @IsBoolean() pinned: boolean;
  @Moment() createdAt: string;
  @Nullable() @Moment() editedAt: string | null;
  @Nullable() @Moment() deletedAt: string | null;
}

/** What a sender says, over REST and sockets alike. */
export class SendMessage {
  /** Made by the client; the same one again returns the first message. */
  @IsUUID() clientMessageId: string;
  /** May show nothing only with attachments. */
  @TextLength(0, messageLimits.body) body: string;
  /** Ids of finished uploads of the sender. */
  @Optional()
  @ArrayUnique()
  @IdList(messageLimits.attachments)
  attachments?: string[];
  /** Id of a message of the same conversation. */
  @Optional() @Nullable() @IsUUID() replyTo?: string | null;
}

export class EditMessage {
  @VisibleText(messageLimits.body) body: string;
}

/** At most one of `before`, `after`, `around`; without any, the newest. */
export class WindowQuery {
  @Optional() @QueryInteger(1, Number.MAX_SAFE_INTEGER) before?: number;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) after?: number;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) around?: number;
  @Optional() @QueryInteger(1, 100) limit?: number;
}

/** Messages by `seq`, ascending. */
export class MessageWindow {
  @ListOf(() => Message, 100) items: Message[];
  /** Always `null`: ask on with `before` or `after`. */
  @Nullable() @TextLength(1, cursorLength) nextCursor: string | null;
  /** Are there older and newer ones beyond this window? */
  @IsBoolean() hasBefore: boolean;
  @IsBoolean() hasAfter: boolean;
}

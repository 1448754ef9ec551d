import { ArrayMinSize, IsBoolean, IsUUID } from 'class-validator';

import { Count, cursorLength, ListOf, Moment, Nullable, ObjectOf, Optional, Problem, TextLength } from '@hallway/contracts-core';

import { Message, SendMessage } from './message.dto.ts';
import { messageLimits } from './message.limits.ts';

export class BatchedSend extends SendMessage {
  @IsUUID() conversationId: string;
  @IsUUID() senderId: string;
}

export class BatchRequest {
  @ArrayMinSize(1)
  @ListOf(() => BatchedSend, messageLimits.batch)
  sends: BatchedSend[];
}

/** A message as the batch stored it. */
export class StoredMessage {
  @IsUUID() conversationId: string;
  @Count() seq: number;
  @Count() rev: number;
  @Moment() createdAt: string;
  /** Its event, unless it was stored before. */
  @Optional() @IsUUID() eventId?: string;
  /** The message as JSON: it goes on to clients as this text, and is not parsed on its way. */
  @TextLength(2, 1_000_000) json: string;
}

/** One answer a send, in the same order: a message or a problem. */
export class BatchOutcome {
  @Optional() @ObjectOf(() => StoredMessage) stored?: StoredMessage;
  /** Was it stored before this call? */
  @Optional() @IsBoolean() repeated?: boolean;
  @Optional() @ObjectOf(() => Problem) problem?: Problem;
}

export class BatchResult {
  @ListOf(() => BatchOutcome, messageLimits.batch) outcomes: BatchOutcome[];
}

/** What the messages service knows of a conversation for one member. */
export class Summary {
  @IsUUID() conversationId: string;
  @IsUUID() userId: string;
  @Count() lastSeq: number;
  @Count() rev: number;
  @Count() readSeq: number;
  @Count() unread: number;
  @Count() mentionCount: number;
  @Nullable() @ObjectOf(() => Message) lastMessage: Message | null;
  /** `null` before the first message. */
  @Nullable() @Moment() lastActivityAt: string | null;
}

export class SummaryOf {
  @IsUUID() conversationId: string;
  /** Stands for the last activity where there is no message. */
  @Moment() createdAt: string;
  @Moment() joinedAt: string;
}

export class UserSummariesRequest {
  @IsUUID() userId: string;
  @ListOf(() => SummaryOf, 10_000) conversations: SummaryOf[];
  @Count(1, 100) limit: number;
  @Optional() @TextLength(0, cursorLength) cursor?: string;
}

export class UserSummariesResult {
  @ListOf(() => Summary, 1000) items: Summary[];
  @Nullable() @TextLength(1, cursorLength) nextCursor: string | null;
}

/** A member whose counters are wanted. */
export class SummaryFor {
  @IsUUID() userId: string;
  @Moment() joinedAt: string;
}

export class SummariesRequest {
  @IsUUID() conversationId: string;
  @ListOf(() => SummaryFor, 1000) members: SummaryFor[];
}

export class SummariesResult {
  @ListOf(() => Summary, 1000) items: Summary[];
}

export class UploadAccessQuery {
  @IsUUID() uploadId: string;
  @IsUUID() userId: string;
}

export class UploadAccess {
  @IsBoolean() allowed: boolean;
}

import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Problem } from '@hallway/contracts-core';
import { Message, SendMessage } from './message.dto';
import { messageLimits } from './message.limits';

export class BatchedSend extends SendMessage {
  @IsUUID() conversationId: string;
  @IsUUID() senderId: string;
}

export class BatchRequest {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(messageLimits.batch) @ValidateNested({ each: true }) @Type(() => BatchedSend)
  sends: BatchedSend[];
}

/** One answer a send, in the same order: a message or a problem. */
export class BatchOutcome {
  @IsOptional() @ValidateNested() @Type(() => Message) message?: Message;
  /** Was it stored before this call? */
  @IsOptional() @IsBoolean() repeated?: boolean;
  @IsOptional() @ValidateNested() @Type(() => Problem) problem?: Problem;
}

export class BatchResult {
  @IsArray() @ValidateNested({ each: true }) @Type(() => BatchOutcome) outcomes: BatchOutcome[];
}

/** What the messages service knows of a conversation for one member. */
export class Summary {
  @IsUUID() conversationId: string;
  @IsUUID() userId: string;
  @IsInt() lastSeq: number;
  @IsInt() rev: number;
  @IsInt() readSeq: number;
  @IsInt() unread: number;
  @IsInt() mentionCount: number;
  @IsOptional() @ValidateNested() @Type(() => Message) lastMessage: Message | null;
  /** `null` before the first message. */
  @IsOptional() @IsString() lastActivityAt: string | null;
}

export class SummaryOf {
  @IsUUID() conversationId: string;
  /** Stands for the last activity where there is no message. */
  @IsString() createdAt: string;
  @IsString() joinedAt: string;
}

export class UserSummariesRequest {
  @IsUUID() userId: string;
  @IsArray() @ArrayMaxSize(10_000) @ValidateNested({ each: true }) @Type(() => SummaryOf) conversations: SummaryOf[];
  @IsInt() @Min(1) @Max(100) limit: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}

export class UserSummariesResult {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Summary) items: Summary[];
  @IsOptional() @IsString() nextCursor: string | null;
}

/** A member whose counters are wanted. */
export class SummaryFor {
  @IsUUID() userId: string;
  @IsString() joinedAt: string;
}

export class SummariesRequest {
  @IsUUID() conversationId: string;
  @IsArray() @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => SummaryFor) members: SummaryFor[];
}

export class SummariesResult {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Summary) items: Summary[];
}

export class UploadAccessQuery {
  @IsUUID() uploadId: string;
  @IsUUID() userId: string;
}

export class UploadAccess {
  @IsBoolean() allowed: boolean;
}

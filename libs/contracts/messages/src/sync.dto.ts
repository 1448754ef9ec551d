import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, IsUUID, Min, ValidateNested } from 'class-validator';
import { QueryInteger } from '@hallway/contracts-core';
import { Message } from './message.dto';
import { messageLimits } from './message.limits';

export class ChangesQuery {
  /** The last `rev` that the client has. */
  @QueryInteger(0, Number.MAX_SAFE_INTEGER) since: number;
  @IsOptional() @QueryInteger(1, 100) limit?: number;
}

export class Changes {
  /** Messages changed after `since`, by `rev`, in their present state. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => Message) items: Message[];
  /** How far the client is after applying the items. */
  @IsInt() rev: number;
  @IsBoolean() more: boolean;
  /** It is cheaper to reload the window; `items` is then empty. */
  @IsBoolean() reset: boolean;
}

export class SyncEntry {
  @IsUUID() id: string;
  @IsInt() @Min(0) rev: number;
}

export class SyncRequest {
  @IsArray() @ArrayMaxSize(messageLimits.syncConversations) @ValidateNested({ each: true }) @Type(() => SyncEntry)
  conversations: SyncEntry[];
}

export class SyncChange {
  @IsUUID() id: string;
  @IsInt() rev: number;
  @IsInt() lastSeq: number;
  @IsInt() readSeq: number;
  @IsInt() unread: number;
}

export class SyncResult {
  @IsArray() @ValidateNested({ each: true }) @Type(() => SyncChange) changed: SyncChange[];
  /** Conversations that the client did not name. */
  @IsArray() @IsUUID(undefined, { each: true }) joined: string[];
  /** Conversations that the caller is no longer in. */
  @IsArray() @IsUUID(undefined, { each: true }) left: string[];
}

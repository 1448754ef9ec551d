import { ArrayMaxSize, IsArray, IsString, IsUUID, MaxLength } from 'class-validator';

import { AnyMoment, ObjectOf, Optional, pageOf, PageQuery, TextLength } from '@hallway/contracts-core';

import { Message } from './message.dto.ts';
import { messageLimits } from './message.limits.ts';

export class SearchQuery extends PageQuery {
  @TextLength(1, messageLimits.searchQuery) q: string;
  @Optional() @IsUUID() conversationId?: string;
  @Optional() @IsUUID() senderId?: string;
  /** Sent before this time (ISO 8601). */
  @Optional() @AnyMoment() before?: string;
  @Optional() @AnyMoment() after?: string;
}

export class SearchHit {
  @ObjectOf(() => Message) message: Message;
  /** Passages of the body around the words found, plain text. */
  @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) @MaxLength(1_000, { each: true }) highlights: string[];
}

export const SearchPage = pageOf(SearchHit);
export const MessagePage = pageOf(Message);

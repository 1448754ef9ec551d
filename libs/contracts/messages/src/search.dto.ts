import { Type } from 'class-transformer';
import { IsArray, IsISO8601, IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';
import { PageQuery, pageOf, TextLength } from '@hallway/contracts-core';
import { Message } from './message.dto';
import { messageLimits } from './message.limits';

export class SearchQuery extends PageQuery {
  @TextLength(1, messageLimits.searchQuery) q: string;
  @IsOptional() @IsUUID() conversationId?: string;
  @IsOptional() @IsUUID() senderId?: string;
  /** Sent before this time (ISO 8601). */
  @IsOptional() @IsISO8601({ strict: true }) before?: string;
  @IsOptional() @IsISO8601({ strict: true }) after?: string;
}

export class SearchHit {
  @ValidateNested() @Type(() => Message) message: Message;
  /** Passages of the body around the words found, plain text. */
  @IsArray() @IsString({ each: true }) highlights: string[];
}

export const SearchPage = pageOf(SearchHit);
export const MessagePage = pageOf(Message);

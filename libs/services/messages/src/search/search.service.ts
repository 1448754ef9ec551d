import { Injectable } from '@nestjs/common';

import { defaultPageSize, type Page } from '@hallway/contracts-core';
import type { SearchHit, SearchQuery } from '@hallway/contracts-messages';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { MessagesService } from '../messages/messages.service';
import { searchableText } from '../messages/searchable-text';
import { highlights } from './highlights';
import { type SearchCursor, SearchPort } from './search-port';
import { searchTerms } from './search-text';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isCursor = (value: unknown): value is SearchCursor =>
  Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && value[0] >= 0 && typeof value[1] === 'string' && uuid.test(value[1]);

@Injectable()
export class SearchService {
  constructor(
    private readonly engine: SearchPort,
    private readonly messages: MessagesService,
  ) {}

  async find(userId: string, { q, cursor, limit = defaultPageSize, conversationId, senderId, before, after }: SearchQuery): Promise<Page<SearchHit>> {
    const terms = searchTerms(q);
    const from = cursor == null ? undefined : decodeCursor(cursor, isCursor);
    if (terms.length === 0) return { items: [], nextCursor: null };
    const found = await this.engine.find({ userId, terms, conversationId, senderId, before, after, cursor: from, limit: limit + 1 });
    const messages = await this.messages.atPlaces(found.slice(0, limit));
    const last = found.length > limit ? messages.at(-1) : undefined;
    return {
      items: messages.map((message) => ({ message, highlights: highlights(searchableText(message), terms) })),
      nextCursor: last ? encodeCursor([Date.parse(last.createdAt), last.id]) : null,
    };
  }
}

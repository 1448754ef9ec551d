import { Injectable } from '@nestjs/common';

import { defaultPageSize, type Page, validationFailed } from '@hallway/contracts-core';
import type { SearchHit, SearchQuery } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { MessagesService } from '../messages/messages.service';
import { searchableText } from '../messages/searchable-text';
import { highlights } from './highlights';
import { type SearchCursor, SearchPort } from './search-port';
import { searchTerms } from './search-text';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isCursor = (value: unknown): value is SearchCursor =>
  Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && value[0] >= 0 && typeof value[1] === 'string' && uuid.test(value[1]);

/** ISO 8601 has forms, such as weeks, that neither JavaScript nor the database reads; a time without an offset is UTC. */
function instant(path: string, text: string | null | undefined): string | undefined {
  if (text == null) return undefined;
  const time = new Date(/T.*([Zz]|[+-]\d\d(:?\d\d)?)$|^[^T]*$/.test(text) ? text : `${text}Z`);
  const year = time.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new ProblemError(validationFailed, { errors: [{ path, message: 'must be a date or a time like 2026-01-31T12:00:00Z' }] });
  return time.toISOString();
}

@Injectable()
export class SearchService {
  constructor(
    private readonly engine: SearchPort,
    private readonly messages: MessagesService,
  ) {}

  async find(userId: string, { q, cursor, limit = defaultPageSize, conversationId, senderId, before, after }: SearchQuery): Promise<Page<SearchHit>> {
    const terms = searchTerms(q);
    const from = cursor == null ? undefined : decodeCursor(cursor, isCursor);
    const times = { before: instant('before', before), after: instant('after', after) };
    if (terms.length === 0) return { items: [], nextCursor: null };
    const found = await this.engine.find({ userId, terms, conversationId, senderId, ...times, cursor: from, limit: limit + 1 });
    const messages = await this.messages.atPlaces(found.slice(0, limit));
    const last = found.length > limit ? messages.at(-1) : undefined;
    return {
      items: messages.map((message) => ({ message, highlights: highlights(searchableText(message), terms) })),
      nextCursor: last ? encodeCursor([Date.parse(last.createdAt), last.id]) : null,
    };
  }
}

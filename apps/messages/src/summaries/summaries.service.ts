import { Injectable } from '@nestjs/common';

import type { SummariesRequest, SummariesResult, UserSummariesRequest, UserSummariesResult } from '@hallway/contracts-messages';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { type SummaryCursor, SummariesRepository } from './summaries.repository';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isCursor = (value: unknown): value is SummaryCursor =>
  Array.isArray(value) && value.length === 2 && Number.isFinite(value[0]) && typeof value[1] === 'string' && uuid.test(value[1]);

/** What the conversations service shows of messages: counters, last message, order of the list. */
@Injectable()
export class SummariesService {
  constructor(private readonly summaries: SummariesRepository) {}

  async ofUser({ userId, conversations, limit, cursor }: UserSummariesRequest): Promise<UserSummariesResult> {
    const after = cursor == null ? undefined : decodeCursor(cursor, isCursor);
    const found = await this.summaries.ofUser(userId, conversations, after, limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ summary }) => summary),
      nextCursor: last ? encodeCursor([last.activity, last.summary.conversationId]) : null,
    };
  }

  async ofConversation({ conversationId, userIds }: SummariesRequest): Promise<SummariesResult> {
    return { items: await this.summaries.ofConversation(conversationId, userIds) };
  }
}

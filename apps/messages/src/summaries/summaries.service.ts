import { Injectable } from '@nestjs/common';

import type { SummariesRequest, SummariesResult, Summary, UserSummariesRequest, UserSummariesResult } from '@hallway/contracts-messages';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { MessagesService } from '../messages/messages.service';
import { type SummaryCursor, type SummaryRow, SummariesRepository } from './summaries.repository';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isCursor = (value: unknown): value is SummaryCursor =>
  Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && value[0] >= 0 && value[0] < 8.64e15 && typeof value[1] === 'string' && uuid.test(value[1]);

/** What the conversations service shows of messages: counters, last message, order of the list. */
@Injectable()
export class SummariesService {
  constructor(
    private readonly summaries: SummariesRepository,
    private readonly messages: MessagesService,
  ) {}

  async ofUser({ userId, conversations, limit, cursor }: UserSummariesRequest): Promise<UserSummariesResult> {
    const after = cursor == null ? undefined : decodeCursor(cursor, isCursor);
    const found = await this.summaries.ofUser(userId, conversations, after, limit + 1);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: await this.withLastMessages(page), nextCursor: last ? encodeCursor([last.activity, last.conversationId]) : null };
  }

  async ofConversation({ conversationId, members }: SummariesRequest): Promise<SummariesResult> {
    return { items: await this.withLastMessages(await this.summaries.ofConversation(conversationId, members)) };
  }

  private async withLastMessages(rows: SummaryRow[]): Promise<Summary[]> {
    const lastSeqs = new Map(rows.filter(({ lastSeq }) => lastSeq > 0).map(({ conversationId, lastSeq }) => [conversationId, lastSeq]));
    const found = await this.messages.atPlaces([...lastSeqs].map(([conversationId, seq]) => ({ conversationId, seq })));
    const messages = new Map(found.map((message) => [message.conversationId, message]));
    return rows.map(({ activity: _activity, lastActivityAt, ...row }) => ({
      ...row,
      lastMessage: messages.get(row.conversationId) ?? null,
      lastActivityAt: lastActivityAt?.toISOString() ?? null,
    }));
  }
}

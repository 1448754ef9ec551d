import { Injectable } from '@nestjs/common';

import type { SummariesRequest, SummariesResult, Summary, UserSummariesRequest, UserSummariesResult } from '@hallway/contracts-messages';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { MessagesService } from '../messages/messages.service';
import { SummariesRepository, type SummaryCursor, type SummaryRow } from './summaries.repository';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < 8.64e15;
const isCursor = (value: unknown): value is SummaryCursor =>
  Array.isArray(value) && value.length === 3 && isTime(value[0]) && isTime(value[1]) && typeof value[2] === 'string' && uuid.test(value[2]);

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
    // What is on the first page was there when the walk began, whatever was rounded.
    const began = after?.[0] ?? Math.max(...page.flatMap(({ readAt, activity }) => [Math.round(readAt), activity]));
    return {
      items: await this.withLastMessages(page),
      nextCursor: last ? encodeCursor([began, last.activity, last.conversationId] satisfies SummaryCursor) : null,
    };
  }

  async ofConversation({ conversationId, members }: SummariesRequest): Promise<SummariesResult> {
    return { items: await this.withLastMessages(await this.summaries.ofConversation(conversationId, members)) };
  }

  private async withLastMessages(rows: SummaryRow[]): Promise<Summary[]> {
    const lastSeqs = new Map(rows.filter(({ lastSeq }) => lastSeq > 0).map(({ conversationId, lastSeq }) => [conversationId, lastSeq]));
    const found = await this.messages.atPlaces([...lastSeqs].map(([conversationId, seq]) => ({ conversationId, seq })));
    const messages = new Map(found.map((message) => [message.conversationId, message]));
    return rows.map(({ activity: _activity, readAt: _readAt, lastActivityAt, ...row }) => ({
      ...row,
      lastMessage: messages.get(row.conversationId) ?? null,
      lastActivityAt: lastActivityAt?.toISOString() ?? null,
    }));
  }
}

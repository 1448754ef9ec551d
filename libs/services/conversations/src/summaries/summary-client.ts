import { Injectable } from '@nestjs/common';

import { defaultPageSize, type PageQuery } from '@hallway/contracts-core';
import { messagesInternalApi, type Summary, type SummaryOf, type UserSummariesResult } from '@hallway/contracts-messages';
import { ServiceClient } from '@hallway/service-calls';

import type { ConversationMember } from '../members/member-state.service';

/** What the messages service knows of conversations: counters, last message, order. Without it there is no answer (503). */
@Injectable()
export class SummaryClient {
  constructor(private readonly services: ServiceClient) {}

  /** One page of a person's conversations, last activity first; the cursor is the messages service's own. */
  page(userId: string, conversations: SummaryOf[], { limit = defaultPageSize, cursor }: PageQuery): Promise<UserSummariesResult> {
    const body = { userId, conversations, limit, ...(cursor !== undefined && { cursor }) };
    return this.services.call(messagesInternalApi.userSummaries, { body, idempotent: true });
  }

  /** One conversation as some of its members see it, by user id. */
  async forMembers(conversationId: string, members: readonly Pick<ConversationMember, 'userId' | 'joinedAt'>[]): Promise<Map<string, Summary>> {
    if (members.length === 0) return new Map();
    const body = { conversationId, members: members.map(({ userId, joinedAt }) => ({ userId, joinedAt: joinedAt.toISOString() })) };
    const { items } = await this.services.call(messagesInternalApi.summaries, { body, idempotent: true });
    return new Map(items.map((summary) => [summary.userId, summary]));
  }
}

import { Injectable } from '@nestjs/common';

import type { Conversation, CreateConversation } from '@hallway/contracts-conversations';
import type { Page, PageQuery } from '@hallway/contracts-core';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { MemberChangesService } from '../members/member-changes.service';
import { MemberStateService } from '../members/member-state.service';
import { SummaryClient } from '../summaries/summary-client';
import { refuseToDelete } from './conversation.policy';
import { ConversationComposer } from './conversation-composer';
import { ConversationStartsService } from './conversation-starts.service';

@Injectable()
export class ConversationsService {
  constructor(
    private readonly memberState: MemberStateService,
    private readonly changes: MemberChangesService,
    private readonly starts: ConversationStartsService,
    private readonly composer: ConversationComposer,
    private readonly summaries: SummaryClient,
    private readonly transactions: Transactions,
  ) {}

  /** Nothing has been said in a new one, so messages need not be asked. */
  async create(callerId: string, body: CreateConversation): Promise<{ created: boolean; conversation: Conversation }> {
    const { conversationId, created } = await this.starts.start(callerId, body);
    if (!created) return { created, conversation: await this.get(callerId, conversationId) };
    const own = await this.memberState.requireMember(conversationId, callerId);
    return { created, conversation: await this.composer.one(own) };
  }

  async list(callerId: string, query: PageQuery): Promise<Page<Conversation>> {
    const conversationMembers = await this.memberState.ofUser(callerId);
    const byId = new Map(conversationMembers.map((own) => [own.conversationId, own]));
    const asked = conversationMembers.map(({ conversationId, createdAt, joinedAt }) => ({
      conversationId,
      createdAt: createdAt.toISOString(),
      joinedAt: joinedAt.toISOString(),
    }));
    const { items, nextCursor } = await this.summaries.page(callerId, asked, query);
    const summaries = new Map(items.map((summary) => [summary.conversationId, summary]));
    const page = items.flatMap(({ conversationId }) => byId.get(conversationId) ?? []);
    return { items: await this.composer.compose(page, (own) => summaries.get(own.conversationId)), nextCursor };
  }

  async get(callerId: string, conversationId: string): Promise<Conversation> {
    const own = await this.memberState.requireMember(conversationId, callerId);
    const summaries = await this.summaries.forMembers(conversationId, [own]);
    return this.composer.one(own, summaries.get(callerId));
  }

  async delete(callerId: string, conversationId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
      const refusal = refuseToDelete({ type: conversation.type, role: caller.role });
      if (refusal) throw new ProblemError(refusal);
      await this.changes.delete(tx, conversation, callerId);
    });
  }
}

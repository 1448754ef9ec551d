import { Injectable } from '@nestjs/common';
import type { Page, PageQuery } from '@hallway/contracts-core';
import type { Conversation, CreateConversation } from '@hallway/contracts-conversations';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { MembershipChanges } from '../members/membership-changes.service';
import { MembershipsService } from '../members/memberships.service';
import { SummariesService } from '../summaries/summaries.service';
import { refuseToDelete } from './conversation.policy';
import { ConversationStartsService } from './conversation-starts.service';
import { ConversationViewsService } from './conversation-views.service';

@Injectable()
export class ConversationsService {
  constructor(
    private readonly memberships: MembershipsService,
    private readonly changes: MembershipChanges,
    private readonly starts: ConversationStartsService,
    private readonly views: ConversationViewsService,
    private readonly summaries: SummariesService,
    private readonly transactions: Transactions,
  ) {}

  /** Nothing has been said in a new one, so messages need not be asked. */
  async create(callerId: string, body: CreateConversation): Promise<{ created: boolean; conversation: Conversation }> {
    const { conversationId, created } = await this.starts.start(callerId, body);
    if (!created) return { created, conversation: await this.get(callerId, conversationId) };
    const own = await this.memberships.mustHave(conversationId, callerId);
    return { created, conversation: await this.views.one(own) };
  }

  async list(callerId: string, query: PageQuery): Promise<Page<Conversation>> {
    const memberships = await this.memberships.ofUser(callerId);
    const byId = new Map(memberships.map((own) => [own.conversationId, own]));
    const asked = memberships.map(({ conversationId, createdAt, joinedAt }) => ({ conversationId, createdAt: createdAt.toISOString(), joinedAt: joinedAt.toISOString() }));
    const { items, nextCursor } = await this.summaries.page(callerId, asked, query);
    const summaries = new Map(items.map((summary) => [summary.conversationId, summary]));
    const page = items.flatMap(({ conversationId }) => byId.get(conversationId) ?? []);
    return { items: await this.views.compose(page, (own) => summaries.get(own.conversationId)), nextCursor };
  }

  async get(callerId: string, conversationId: string): Promise<Conversation> {
    const own = await this.memberships.mustHave(conversationId, callerId);
    const summaries = await this.summaries.forMembers(conversationId, [own]);
    return this.views.one(own, summaries.get(callerId));
  }

  async delete(callerId: string, conversationId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberships.lock(tx, conversationId, callerId);
      const refusal = refuseToDelete({ type: conversation.type, role: caller.role });
      if (refusal) throw new ProblemError(refusal);
      await this.changes.dissolve(tx, conversation);
    });
  }
}

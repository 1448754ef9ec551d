import { Injectable } from '@nestjs/common';
import type { Page, PageQuery, ProblemDefinition } from '@hallway/contracts-core';
import type { Conversation, CreateConversation, UpdateConversation } from '@hallway/contracts-conversations';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { MembershipChanges } from '../members/membership-changes.service';
import { MembershipsService } from '../members/memberships.service';
import { SummariesService } from '../summaries/summaries.service';
import { AvatarsService } from './avatars.service';
import { refuseToDelete, refuseToUpdate } from './conversation.policy';
import { ConversationStartsService } from './conversation-starts.service';
import { ConversationViewsService } from './conversation-views.service';
import { ConversationsRepository } from './conversations.repository';

@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly memberships: MembershipsService,
    private readonly changes: MembershipChanges,
    private readonly starts: ConversationStartsService,
    private readonly views: ConversationViewsService,
    private readonly summaries: SummariesService,
    private readonly avatars: AvatarsService,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
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
    const asked = memberships.map(({ conversationId, createdAt }) => ({ conversationId, createdAt: createdAt.toISOString() }));
    const { items, nextCursor } = await this.summaries.page(callerId, asked, query);
    const summaries = new Map(items.map((summary) => [summary.conversationId, summary]));
    const page = items.flatMap(({ conversationId }) => byId.get(conversationId) ?? []);
    return { items: await this.views.compose(page, (own) => summaries.get(own.conversationId)), nextCursor };
  }

  async get(callerId: string, conversationId: string): Promise<Conversation> {
    const own = await this.memberships.mustHave(conversationId, callerId);
    const summaries = await this.summaries.forMembers(conversationId, [callerId]);
    return this.views.one(own, summaries.get(callerId));
  }

  /** Messages and uploads are asked before the change, so that a 503 means that nothing was changed. */
  async update(callerId: string, conversationId: string, change: UpdateConversation): Promise<Conversation> {
    demand(refuseToUpdate(await this.memberships.mustHave(conversationId, callerId), change));
    const avatarUploadId = change.avatarUploadId?.toLowerCase() ?? change.avatarUploadId;
    if (avatarUploadId) await this.avatars.mustBeUsable(callerId, avatarUploadId);
    const summaries = await this.summaries.forMembers(conversationId, [callerId]);
    await this.transactions.run((tx) => this.apply(tx, callerId, conversationId, { ...change, avatarUploadId }));
    return this.views.one(await this.memberships.mustHave(conversationId, callerId), summaries.get(callerId));
  }

  async delete(callerId: string, conversationId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberships.lock(tx, conversationId, callerId);
      demand(refuseToDelete({ type: conversation.type, role: caller.role }));
      await this.changes.dissolve(tx, conversation);
    });
    this.logger.audit('conversation-deleted', { outcome: 'success', conversationId });
  }

  private async apply(tx: Tx, callerId: string, conversationId: string, change: UpdateConversation): Promise<void> {
    const { conversation, caller } = await this.memberships.lock(tx, conversationId, callerId);
    demand(refuseToUpdate({ type: conversation.type, role: caller.role }, change));
    const forAll = await this.conversations.updateSettings(tx, conversationId, change);
    const forOne = change.muted !== undefined && change.muted !== caller.muted;
    if (forOne) await this.memberships.setMuted(tx, conversation, callerId, change.muted === true);
    if (forAll) await this.memberships.settingsChanged(tx, conversation);
    else if (forOne) await this.memberships.settingsChanged(tx, conversation, callerId);
  }
}

function demand(refusal: ProblemDefinition | undefined): void {
  if (refusal) throw new ProblemError(refusal);
}

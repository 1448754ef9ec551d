import { Injectable } from '@nestjs/common';
import type { Conversation, UpdateConversation } from '@hallway/contracts-conversations';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { MembershipsService } from '../members/memberships.service';
import { SummariesService } from '../summaries/summaries.service';
import { AvatarsService } from './avatars.service';
import { type Actor, refuseToUpdate } from './conversation.policy';
import { ConversationViewsService } from './conversation-views.service';
import { ConversationsRepository } from './conversations.repository';

@Injectable()
export class ConversationSettingsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly memberships: MembershipsService,
    private readonly views: ConversationViewsService,
    private readonly summaries: SummariesService,
    private readonly avatars: AvatarsService,
    private readonly transactions: Transactions,
  ) {}

  /** Messages and uploads are asked before the change, so that a 503 means that nothing was changed. */
  async update(callerId: string, conversationId: string, change: UpdateConversation): Promise<Conversation> {
    const own = await this.memberships.mustHave(conversationId, callerId);
    demandUpdate(own, change);
    const avatarUploadId = change.avatarUploadId?.toLowerCase() ?? change.avatarUploadId;
    if (avatarUploadId) await this.avatars.claim(callerId, avatarUploadId);
    const summaries = await this.summaries.forMembers(conversationId, [own]);
    await this.transactions.run((tx) => this.apply(tx, callerId, conversationId, { ...change, avatarUploadId }));
    return this.views.one(await this.memberships.mustHave(conversationId, callerId), summaries.get(callerId));
  }

  private async apply(tx: Tx, callerId: string, conversationId: string, change: UpdateConversation): Promise<void> {
    const { conversation, caller } = await this.memberships.lock(tx, conversationId, callerId);
    demandUpdate({ type: conversation.type, role: caller.role }, change);
    const forAll = await this.conversations.updateSettings(tx, conversationId, change);
    const forOne = change.muted !== undefined && change.muted !== caller.muted;
    if (forOne) await this.memberships.setMuted(tx, conversation, callerId, change.muted === true);
    if (forAll) await this.memberships.settingsChanged(tx, conversation);
    else if (forOne) await this.memberships.settingsChanged(tx, conversation, callerId);
  }
}

function demandUpdate(actor: Actor, change: UpdateConversation): void {
  const refusal = refuseToUpdate(actor, change);
  if (refusal) throw new ProblemError(refusal);
}

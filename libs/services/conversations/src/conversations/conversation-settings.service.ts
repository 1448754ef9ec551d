import { Injectable } from '@nestjs/common';

import type { Conversation, UpdateConversation } from '@hallway/contracts-conversations';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { type LockedConversation, MemberStateService } from '../members/member-state.service';
import { SummaryClient } from '../summaries/summary-client';
import { AvatarsService } from './avatars.service';
import { type Actor, refuseToUpdate } from './conversation.policy';
import { ConversationComposer } from './conversation-composer';
import { ConversationsRepository } from './conversations.repository';

@Injectable()
export class ConversationSettingsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly memberState: MemberStateService,
    private readonly composer: ConversationComposer,
    private readonly summaries: SummaryClient,
    private readonly avatars: AvatarsService,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** Messages and uploads are asked before the change, so that a 503 means that nothing was changed. */
  async update(callerId: string, conversationId: string, change: UpdateConversation): Promise<Conversation> {
    const own = await this.memberState.requireMember(conversationId, callerId);
    assertMayUpdate(own, change);
    const avatarUploadId = change.avatarUploadId?.toLowerCase() ?? change.avatarUploadId;
    if (avatarUploadId) await this.avatars.claim(callerId, avatarUploadId);
    const summaries = await this.summaries.forMembers(conversationId, [own]);
    await this.transactions.run((tx) => this.apply(tx, callerId, conversationId, { ...change, avatarUploadId }));
    return this.composer.one(await this.memberState.requireMember(conversationId, callerId), summaries.get(callerId));
  }

  private async apply(tx: Tx, callerId: string, conversationId: string, change: UpdateConversation): Promise<void> {
    const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
    assertMayUpdate({ type: conversation.type, role: caller.role }, change);
    const fields = await this.conversations.updateSettings(tx, conversationId, change);
    const forOne = change.muted !== undefined && change.muted !== caller.muted;
    if (forOne) await this.memberState.setMuted(tx, conversation, callerId, change.muted === true);
    if (fields.length > 0) await this.changeForAll(tx, conversation, { fields, by: callerId });
    else if (forOne) await this.memberState.settingsChanged(tx, conversation, callerId);
  }

  private async changeForAll(tx: Tx, conversation: LockedConversation, changed: { fields: string[]; by: string }): Promise<void> {
    await this.memberState.settingsChanged(tx, conversation);
    const { id: conversationId } = conversation;
    this.transactions.afterCommit(tx, () => this.logger.audit('conversation-changed', { outcome: 'success', conversationId, ...changed }));
  }
}

function assertMayUpdate(actor: Actor, change: UpdateConversation): void {
  const refusal = refuseToUpdate(actor, change);
  if (refusal) throw new ProblemError(refusal);
}

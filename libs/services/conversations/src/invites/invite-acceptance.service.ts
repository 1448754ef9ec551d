import { Injectable } from '@nestjs/common';

import { type Conversation, inviteInvalid, type MemberChange, removed } from '@hallway/contracts-conversations';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { ConversationsService } from '../conversations/conversations.service';
import { AdditionNotice } from '../members/addition-notice';
import { MemberChangesService } from '../members/member-changes.service';
import { MemberStateService } from '../members/member-state.service';
import { UserReadModelService } from '../users/user-read-model.service';
import type { InviteEntity } from './invite.entity';
import { stillSpeaksFor } from './invite.policy';
import { InvitesRepository } from './invites.repository';

@Injectable()
export class InviteAcceptanceService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly memberState: MemberStateService,
    private readonly changes: MemberChangesService,
    private readonly users: UserReadModelService,
    private readonly conversations: ConversationsService,
    private readonly transactions: Transactions,
    private readonly notice: AdditionNotice,
  ) {}

  /** Members get in as well, without using it up: accepting twice is no mistake. */
  async accept(callerId: string, code: string): Promise<Conversation> {
    const invite = await this.invites.find(code);
    if (!invite) throw new ProblemError(inviteInvalid);
    await this.users.requireCaller(callerId);
    await this.notice.send(await this.join(callerId, invite));
    return this.conversations.get(callerId, invite.conversationId);
  }

  /** Under the conversation's lock, so that uses are counted one after another. */
  private join(callerId: string, { code, conversationId, createdBy, version }: InviteEntity): Promise<MemberChange[]> {
    return this.transactions.run(async (tx) => {
      const conversation = await this.memberState.lockForJoin(tx, conversationId);
      if (!conversation) throw new ProblemError(inviteInvalid);
      if (await this.memberState.roleOf(tx, conversationId, callerId)) return [];
      const makerRole = await this.memberState.roleOf(tx, conversationId, createdBy);
      const valid = stillSpeaksFor(makerRole) && (await this.invites.use(tx, code));
      if (!valid) throw new ProblemError(inviteInvalid);
      if (await this.memberState.wasRemovedSince(tx, conversationId, callerId, version)) throw new ProblemError(removed);
      return this.changes.add(tx, conversation, [callerId], { by: callerId, invitedBy: createdBy });
    });
  }
}

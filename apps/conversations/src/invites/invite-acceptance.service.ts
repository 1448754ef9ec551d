import { Injectable } from '@nestjs/common';
import { type Conversation, inviteInvalid, type MembershipChange, removed } from '@hallway/contracts-conversations';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { ConversationsService } from '../conversations/conversations.service';
import { AdditionNotice } from '../members/addition-notice.service';
import { MembershipChanges } from '../members/membership-changes.service';
import { MembershipsService } from '../members/memberships.service';
import { UsersService } from '../users/users.service';
import type { InviteEntity } from './invite.entity';
import { stillSpeaksFor } from './invite.policy';
import { InvitesRepository } from './invites.repository';

@Injectable()
export class InviteAcceptanceService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly memberships: MembershipsService,
    private readonly changes: MembershipChanges,
    private readonly users: UsersService,
    private readonly conversations: ConversationsService,
    private readonly transactions: Transactions,
    private readonly notice: AdditionNotice,
  ) {}

  /** Members get in as well, without using it up: accepting twice is no mistake. */
  async accept(callerId: string, code: string): Promise<Conversation> {
    const invite = await this.invites.find(code);
    if (!invite) throw new ProblemError(inviteInvalid);
    await this.users.callerMustExist(callerId);
    await this.notice.give(await this.join(callerId, invite));
    return this.conversations.get(callerId, invite.conversationId);
  }

  /** Under the conversation's lock, so that uses are counted one after another. */
  private join(callerId: string, { code, conversationId, createdBy, version }: InviteEntity): Promise<MembershipChange[]> {
    return this.transactions.run(async (tx) => {
      const conversation = await this.memberships.lockForJoin(tx, conversationId);
      if (!conversation) throw new ProblemError(inviteInvalid);
      if (await this.memberships.roleOf(tx, conversationId, callerId)) return [];
      const makerRole = await this.memberships.roleOf(tx, conversationId, createdBy);
      const valid = stillSpeaksFor(makerRole) && (await this.invites.use(tx, code));
      if (!valid) throw new ProblemError(inviteInvalid);
      if (await this.memberships.wasRemovedSince(tx, conversationId, callerId, version)) throw new ProblemError(removed);
      return this.changes.add(tx, conversation, [callerId], { by: callerId, invitedBy: createdBy });
    });
  }
}

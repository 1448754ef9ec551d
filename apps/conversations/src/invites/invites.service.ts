import { Injectable } from '@nestjs/common';
import { type Conversation, type CreateInvite, type Invite, inviteInvalid } from '@hallway/contracts-conversations';
import { ConversationsConfig } from '../config';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { ConversationsService } from '../conversations/conversations.service';
import { MembershipChanges } from '../members/membership-changes.service';
import { MembershipsService } from '../members/memberships.service';
import { UsersService } from '../users/users.service';
import type { InviteEntity } from './invite.entity';
import { toInvite } from './invite.mapper';
import { refuseToInvite, stillSpeaksFor } from './invite.policy';
import { newInviteCode } from './invite-code';
import { InvitesRepository } from './invites.repository';

const weekSeconds = 7 * 24 * 3600;

@Injectable()
export class InvitesService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly memberships: MembershipsService,
    private readonly changes: MembershipChanges,
    private readonly users: UsersService,
    private readonly conversations: ConversationsService,
    private readonly transactions: Transactions,
    private readonly config: ConversationsConfig,
    private readonly logger: Logger,
  ) {}

  async create(callerId: string, conversationId: string, { expiresIn = weekSeconds, maxUses = null }: CreateInvite): Promise<Invite> {
    const invite = await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberships.lock(tx, conversationId, callerId);
      const refusal = refuseToInvite({ type: conversation.type, role: caller.role });
      if (refusal) throw new ProblemError(refusal);
      return this.invites.insert(tx, { code: newInviteCode(), conversationId, createdBy: callerId, expiresInSeconds: expiresIn, maxUses });
    });
    this.logger.audit('invite-created', { outcome: 'success', conversationId, expiresAt: invite.expiresAt, maxUses });
    return toInvite(invite, this.config.PUBLIC_URL);
  }

  /** Members get in as well, without using it up: accepting twice is no mistake. */
  async accept(callerId: string, code: string): Promise<Conversation> {
    const invite = await this.invites.find(code);
    if (!invite) throw new ProblemError(inviteInvalid);
    await this.users.callerMustExist(callerId);
    if (await this.join(callerId, invite)) {
      this.logger.audit('invite-accepted', { outcome: 'success', conversationId: invite.conversationId, invitedBy: invite.createdBy });
    }
    return this.conversations.get(callerId, invite.conversationId);
  }

  /** Whether the caller was not in it before. */
  private join(callerId: string, { code, conversationId, createdBy }: InviteEntity): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const conversation = await this.memberships.lockForJoin(tx, conversationId);
      if (!conversation) throw new ProblemError(inviteInvalid);
      if (await this.memberships.roleOf(tx, conversationId, callerId)) return false;
      const valid = stillSpeaksFor(await this.memberships.roleOf(tx, conversationId, createdBy)) && (await this.invites.use(tx, code));
      if (!valid) throw new ProblemError(inviteInvalid);
      await this.changes.add(tx, conversation, [callerId], callerId);
      return true;
    });
  }
}

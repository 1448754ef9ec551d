import { Injectable } from '@nestjs/common';
import type { CreateInvite, Invite } from '@hallway/contracts-conversations';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { ConversationsConfig } from '../config';
import { MembershipsService } from '../members/memberships.service';
import { toInvite } from './invite.mapper';
import { refuseToInvite } from './invite.policy';
import { newInviteCode } from './invite-code';
import { InvitesRepository } from './invites.repository';

const weekSeconds = 7 * 24 * 3600;

@Injectable()
export class InvitesService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly memberships: MembershipsService,
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
    this.logger.audit('invite-created', { outcome: 'success', conversationId, by: callerId, expiresAt: invite.expiresAt, maxUses });
    return toInvite(invite, this.config.PUBLIC_URL);
  }
}

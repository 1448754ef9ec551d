import { Injectable } from '@nestjs/common';

import { conversationLimits, type CreateInvite, type Invite, type ListedInvite, tooManyInvites } from '@hallway/contracts-conversations';
import { defaultPageSize, isMoment, notFound, type Page, type PageQuery } from '@hallway/contracts-core';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { ConversationsConfig } from '../config';
import { type LockedConversation, MemberStateService } from '../members/member-state.service';
import { toInvite, toListedInvite } from './invite.mapper';
import { type InvitingMember, refuseToInvite } from './invite.policy';
import { newInviteCode } from './invite-code';
import { type InviteCursor, InvitesRepository } from './invites.repository';

const weekSeconds = 7 * 24 * 3600;
const defaultMaxUses = 100;

@Injectable()
export class InvitesService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly memberState: MemberStateService,
    private readonly transactions: Transactions,
    private readonly config: ConversationsConfig,
    private readonly logger: Logger,
  ) {}

  async create(callerId: string, conversationId: string, { expiresIn = weekSeconds, maxUses = defaultMaxUses }: CreateInvite): Promise<Invite> {
    const invite = await this.transactions.run(async (tx) => {
      const { version } = await this.lockToInvite(tx, conversationId, callerId);
      const made = { code: newInviteCode(), conversationId, createdBy: callerId, expiresInSeconds: expiresIn, maxUses, version };
      const inserted = await this.invites.insert(tx, made);
      if ((await this.invites.count(tx, conversationId)) > conversationLimits.invites) throw new ProblemError(tooManyInvites);
      return inserted;
    });
    this.logger.audit('invite-created', { outcome: 'success', conversationId, by: callerId, expiresAt: invite.expiresAt, maxUses });
    return toInvite(invite, this.config.PUBLIC_URL);
  }

  /** Those that still let people in, newest first. */
  async list(callerId: string, conversationId: string, query: PageQuery): Promise<Page<ListedInvite>> {
    assertMayInvite(await this.memberState.requireMember(conversationId, callerId));
    const limit = query.limit ?? defaultPageSize;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isInviteCursor);
    const found = await this.invites.page(conversationId, limit + 1, after);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((invite) => toListedInvite(invite, this.config.PUBLIC_URL)),
      nextCursor: last ? encodeCursor({ createdAt: last.createdAt.toISOString(), code: last.code } satisfies InviteCursor) : null,
    };
  }

  /** From the answer on no one can join by it: a user who is accepting it waits for the same lock. */
  async revoke(callerId: string, conversationId: string, code: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lockToInvite(tx, conversationId, callerId);
      if (!(await this.invites.delete(tx, conversationId, code))) throw new ProblemError(notFound);
    });
    this.logger.audit('invite-revoked', { outcome: 'success', conversationId, by: callerId });
  }

  private async lockToInvite(tx: Tx, conversationId: string, callerId: string): Promise<LockedConversation> {
    const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
    assertMayInvite({ type: conversation.type, role: caller.role });
    return conversation;
  }
}

function assertMayInvite(member: InvitingMember): void {
  const refusal = refuseToInvite(member);
  if (refusal) throw new ProblemError(refusal);
}

function isInviteCursor(value: unknown): value is InviteCursor {
  const { createdAt, code } = (value ?? {}) as Partial<Record<keyof InviteCursor, unknown>>;
  return isMoment(createdAt) && typeof code === 'string' && code.length <= 64;
}

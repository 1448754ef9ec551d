import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';

import type { Member, MemberChange, MemberRole } from '@hallway/contracts-conversations';
import { defaultPageSize, isMoment, notFound, type Page, type PageQuery } from '@hallway/contracts-core';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { UserReadModelService } from '../users/user-read-model.service';
import { AddingLimits } from './adding-limits';
import { AdditionNotice } from './addition-notice';
import { toMembers } from './member.mapper';
import { type Refusal, refuseToAdd, refuseToChangeRole, refuseToRemove } from './member.policy';
import { MemberChangesService } from './member-changes.service';
import { MemberStateService } from './member-state.service';
import { type MemberCursor, MembersRepository } from './members.repository';
import { RemovalFence } from './removal-fence';

@Injectable()
export class MembersService {
  constructor(
    private readonly members: MembersRepository,
    private readonly memberState: MemberStateService,
    private readonly changes: MemberChangesService,
    private readonly users: UserReadModelService,
    private readonly transactions: Transactions,
    private readonly fence: RemovalFence,
    private readonly notice: AdditionNotice,
    private readonly limits: AddingLimits,
  ) {}

  async list(callerId: string, conversationId: string, query: PageQuery): Promise<Page<Member>> {
    await this.memberState.requireMember(conversationId, callerId);
    const limit = query.limit ?? defaultPageSize;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isMemberCursor);
    const found = await this.members.page(conversationId, limit + 1, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const more = last && found.length > limit;
    const profiles = await this.users.profiles(page.map(({ userId }) => userId));
    return {
      items: toMembers(page, profiles),
      nextCursor: more ? encodeCursor({ joinedAt: last.joinedAt.toISOString(), userId: last.userId } satisfies MemberCursor) : null,
    };
  }

  async add(callerId: string, conversationId: string, userIds: string[]): Promise<void> {
    assertAllowed(refuseToAdd(await this.memberState.requireMember(conversationId, callerId)));
    await this.users.requireUsers(userIds, 'userIds');
    await this.limits.countPeople(callerId, new Set(userIds).size);
    const added = await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
      assertAllowed(refuseToAdd({ type: conversation.type, role: caller.role }));
      return this.changes.add(tx, conversation, userIds, { by: callerId });
    });
    await this.notice.send(added);
  }

  async changeRole(callerId: string, conversationId: string, userId: string, role: MemberRole): Promise<Member> {
    await this.transactions.run(async (tx) => {
      const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
      assertAllowed(refuseToChangeRole({ type: conversation.type, role: caller.role }, { isSelf: userId === callerId }, role));
      const member = await this.members.find(conversationId, userId, tx);
      if (!member) throw new ProblemError(notFound);
      if (member.role === role) return;
      const handOver = role === 'owner' ? [{ member: caller, role: 'admin' as const }] : [];
      await this.changes.changeRoles(tx, conversation, [...handOver, { member, role }], callerId);
    });
    return this.one(conversationId, userId);
  }

  async remove(callerId: string, conversationId: string, userId: string): Promise<void> {
    const change = await this.transactions.run(async (tx): Promise<MemberChange> => {
      const { conversation, caller } = await this.memberState.lock(tx, conversationId, callerId);
      const member = await this.members.find(conversationId, userId, tx);
      if (!member) throw new ProblemError(notFound);
      const target = { role: member.role, isSelf: userId === callerId };
      assertAllowed(refuseToRemove({ type: conversation.type, role: caller.role }, target));
      return this.changes.remove(tx, conversation, member, callerId);
    });
    await this.fence.raise(change);
  }

  private async one(conversationId: string, userId: string): Promise<Member> {
    const found = await this.members.find(conversationId, userId);
    const [member] = found ? toMembers([found], await this.users.profiles([userId])) : [];
    if (!member) throw new ProblemError(notFound);
    return member;
  }
}

function assertAllowed(refusal: Refusal): void {
  if (refusal) throw new ProblemError(refusal);
}

function isMemberCursor(value: unknown): value is MemberCursor {
  const { joinedAt, userId } = (value ?? {}) as Partial<Record<keyof MemberCursor, unknown>>;
  return isMoment(joinedAt) && isUUID(userId);
}

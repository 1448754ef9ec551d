import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { conversationCreated, type CreateConversation } from '@hallway/contracts-conversations';
import { validationFailed } from '@hallway/contracts-core';
import { Outbox } from '@hallway/event-bus';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { AddingLimits } from '../members/adding-limits';
import { MemberChangesService } from '../members/member-changes.service';
import { MemberStateService } from '../members/member-state.service';
import { UserReadModelService } from '../users/user-read-model.service';
import { ConversationsRepository, type NewConversation } from './conversations.repository';

export interface Started {
  conversationId: string;
  created: boolean;
}

/** Begins conversations: one for a pair, even if both ask at once, and groups within bounds. */
@Injectable()
export class ConversationStartsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly memberState: MemberStateService,
    private readonly changes: MemberChangesService,
    private readonly users: UserReadModelService,
    private readonly limits: AddingLimits,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  async start(callerId: string, body: CreateConversation): Promise<Started> {
    const memberIds = body.memberIds.map((id) => id.toLowerCase());
    const others = [...new Set(memberIds)].filter((id) => id !== callerId);
    return body.type === 'direct' ? this.startDirect(callerId, others, memberIds, body.title) : this.startGroup(callerId, others, memberIds, body.title ?? '');
  }

  private async startGroup(callerId: string, others: string[], named: string[], title: string): Promise<Started> {
    await this.peopleMustExist(callerId, named);
    await this.limits.countGroup(callerId);
    await this.limits.countPeople(callerId, others.length);
    const conversationId = uuidv7();
    const row = { id: conversationId, type: 'group' as const, title, createdBy: callerId, memberCount: others.length + 1, directKey: null };
    await this.insert(row, others);
    return { conversationId, created: true };
  }

  private async startDirect(callerId: string, others: string[], named: string[], title?: string): Promise<Started> {
    const [other] = others;
    if (!other || others.length > 1) throw invalid('memberIds', 'must name exactly one other person');
    if (title !== undefined) throw invalid('title', 'a direct conversation has none');
    const directKey = [callerId, other].sort().join(':');
    const existing = await this.conversations.findDirect(directKey);
    if (existing) return { conversationId: existing, created: false };

    await this.peopleMustExist(callerId, named);
    await this.limits.countPeople(callerId, 1);
    const id = uuidv7();
    const row = { id, type: 'direct' as const, title: null, createdBy: callerId, memberCount: 2, directKey };
    if (await this.insert(row, others)) return { conversationId: id, created: true };
    const winner = await this.conversations.findDirect(directKey);
    if (!winner) throw new Error('A direct conversation is never deleted');
    return { conversationId: winner, created: false };
  }

  /** Whether it is ours: another request may have been first with the same pair. */
  private insert(row: NewConversation, others: string[]): Promise<boolean> {
    const { id: conversationId, type, createdBy } = row;
    return this.transactions.run(async (tx) => {
      const createdAt = await this.conversations.insert(tx, row);
      if (!createdAt) return false;
      const creator = { userId: createdBy, role: type === 'group' ? ('owner' as const) : ('member' as const) };
      const members = [creator, ...others.map((userId) => ({ userId, role: 'member' as const }))];
      await this.changes.createMembers(tx, row, members, createdBy);
      const membership = await this.memberState.snapshot(conversationId, tx);
      this.outbox.add(tx, conversationCreated, { conversationId, type, createdAt: createdAt.toISOString(), createdBy, membership });
      return true;
    });
  }

  private async peopleMustExist(callerId: string, named: string[]): Promise<void> {
    await this.users.requireCaller(callerId);
    await this.users.requireUsers(named, 'memberIds');
  }
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError(validationFailed, { errors: [{ path, message }] });
}

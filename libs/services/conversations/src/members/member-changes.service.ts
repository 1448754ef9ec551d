import { Injectable } from '@nestjs/common';

import {
  conversationDeleted,
  conversationFull,
  conversationLimits,
  memberAdded,
  type MemberChange,
  memberRemoved,
  type MemberRole,
  memberRoleChanged,
} from '@hallway/contracts-conversations';
import { Outbox } from '@hallway/event-bus';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { type LogFields, Logger } from '@hallway/service-kit/log';

import { UserReadModelService } from '../users/user-read-model.service';
import { toMemberChange } from './member.mapper';
import { type LockedMember, MemberStateService } from './member-state.service';
import { type LockedConversation, MembersRepository, type NewMember } from './members.repository';

/** Who does it, and whose invite it was. */
export interface AddedBy {
  by: string;
  invitedBy?: string;
}

/**
 * Changes of a membership, each with its version, event and audit line, in the caller's transaction.
 * The conversation is locked; may they do it was asked before.
 */
@Injectable()
export class MemberChangesService {
  constructor(
    private readonly members: MembersRepository,
    private readonly memberState: MemberStateService,
    private readonly users: UserReadModelService,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** The first members of a new conversation: its conversation-created event contains them all. */
  async createMembers(tx: Tx, { id: conversationId, type }: Pick<LockedConversation, 'id' | 'type'>, members: NewMember[], by: string): Promise<void> {
    await this.members.insert(tx, conversationId, members);
    this.audit(tx, 'conversation-created', { conversationId, type, by });
    const others = members.map(({ userId }) => userId).filter((id) => id !== by);
    // A line with a thousand of them would be longer than what collectors of logs take in one piece.
    for (let from = 0; from < others.length; from += conversationLimits.addAtOnce) {
      this.audit(tx, 'members-added', { conversationId, members: others.slice(from, from + conversationLimits.addAtOnce), by });
    }
  }

  /** Adds those who are not in it yet. */
  async add(tx: Tx, conversation: LockedConversation, userIds: string[], { by, invitedBy }: AddedBy): Promise<MemberChange[]> {
    const present = await this.members.findSome(tx, conversation.id, userIds);
    const absent = [...new Set(userIds)].filter((id) => !present.some(({ userId }) => userId === id));
    if (absent.length === 0) return [];
    if (conversation.memberCount + absent.length > conversationLimits.members) throw new ProblemError(conversationFull);
    const added = await this.members.insert(
      tx,
      conversation.id,
      absent.map((userId) => ({ userId, role: 'member' })),
    );
    const last = await this.memberState.advance(tx, conversation, added.length, added.length);
    const changes = await this.changesOf(tx, conversation, added, { last, by });
    for (const change of changes) this.outbox.add(tx, memberAdded, change);
    this.audit(tx, 'members-added', { conversationId: conversation.id, members: absent, by, ...(invitedBy && { invitedBy }) });
    return changes;
  }

  /** An owner who leaves has a successor; without members the conversation is deleted. */
  async remove(tx: Tx, conversation: LockedConversation, member: LockedMember, by: string): Promise<MemberChange> {
    await this.members.delete(tx, member);
    const successor = member.role === 'owner' ? await this.members.successor(tx, conversation.id) : null;
    const version = await this.memberState.advance(tx, conversation, 1, -1);
    if (by !== member.userId) await this.members.recordRemoval(tx, member, version);
    const [removed] = await this.changesOf(tx, conversation, [member], { last: version, by });
    if (!removed) throw new Error('A removal is one change');
    this.outbox.add(tx, memberRemoved, removed);
    this.audit(tx, 'member-removed', { conversationId: conversation.id, member: member.userId, by });
    if (successor) await this.changeRoles(tx, conversation, [{ member: successor, role: 'owner' }], by);
    if (conversation.memberCount === 1) await this.delete(tx, conversation, by);
    return removed;
  }

  /** In the order given, so that at no moment there are two owners. */
  async changeRoles(tx: Tx, conversation: LockedConversation, steps: { member: LockedMember; role: MemberRole }[], by: string): Promise<void> {
    for (const { member, role } of steps) await this.members.setRole(tx, member, role);
    const last = await this.memberState.advance(tx, conversation, steps.length);
    const after = steps.map(({ member, role }) => ({ ...member, role }));
    const changes = await this.changesOf(tx, conversation, after, { last, by });
    for (const change of changes) this.outbox.add(tx, memberRoleChanged, change);
    const roles = steps.map(({ member, role }) => `${member.userId} ${role}`);
    this.audit(tx, 'roles-changed', { conversationId: conversation.id, roles, by });
  }

  async delete(tx: Tx, conversation: LockedConversation, by: string): Promise<void> {
    const version = await this.memberState.advance(tx, conversation, 1);
    await this.members.deleteConversation(tx, conversation.id);
    this.outbox.add(tx, conversationDeleted, { conversationId: conversation.id, version });
    this.audit(tx, 'conversation-deleted', { conversationId: conversation.id, by });
  }

  private audit(tx: Tx, action: string, fields: LogFields): void {
    this.transactions.afterCommit(tx, () => this.logger.audit(action, { outcome: 'success', ...fields }));
  }

  /** One change a member, numbered up to `last`. */
  private async changesOf(
    tx: Tx,
    conversation: LockedConversation,
    members: LockedMember[],
    { last, by }: { last: number; by: string },
  ): Promise<MemberChange[]> {
    const profiles = await this.users.profiles(
      members.map(({ userId }) => userId),
      tx,
    );
    return members.map((member, index) =>
      toMemberChange(member, {
        conversation,
        version: last - members.length + 1 + index,
        username: profiles.get(member.userId)?.username ?? '',
        by,
      }),
    );
  }
}

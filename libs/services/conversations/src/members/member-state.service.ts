import { Injectable } from '@nestjs/common';

import { conversationUpdated, type MemberRole, type MemberSnapshot } from '@hallway/contracts-conversations';
import { notFound } from '@hallway/contracts-core';
import { Outbox } from '@hallway/event-bus';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { ConversationCache } from '../cache/conversation-cache';
import { type ConversationMember, type LockedConversation, MembersRepository } from './members.repository';

export type { LockedConversation, ConversationMember };

/** A person in a locked conversation. */
export interface LockedMember {
  conversationId: string;
  userId: string;
  role: MemberRole;
  muted: boolean;
  joinedAt: Date;
}

/** Who is in what, and the lock and version that every change of it goes through. */
@Injectable()
export class MemberStateService {
  constructor(
    private readonly members: MembersRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly cache: ConversationCache,
  ) {}

  /** The only way to a conversation by its id: who is no member learns nothing, not even that it exists. */
  async requireMember(conversationId: string, userId: string): Promise<ConversationMember> {
    const [own] = await this.members.own(conversationId, [userId]);
    if (!own) throw new ProblemError(notFound);
    return own;
  }

  /** Those of the given people who are in the conversation. */
  among(conversationId: string, userIds: string[]): Promise<ConversationMember[]> {
    return this.members.own(conversationId, userIds);
  }

  ofUser(userId: string): Promise<ConversationMember[]> {
    return this.members.ofUser(userId);
  }

  async snapshot(conversationId: string, tx?: Tx): Promise<MemberSnapshot> {
    const rows = await this.members.snapshot(conversationId, tx);
    const [first] = rows;
    if (!first) throw new ProblemError(notFound);
    const members = rows.map(({ userId, username, role, joinedAt }) => ({ userId, username, role, joinedAt: joinedAt.toISOString() }));
    return { conversationId, type: first.type, version: first.version, members };
  }

  /** Takes the conversation's turn, then looks who the caller is now: a role read before the lock may be gone. */
  async lock(tx: Tx, conversationId: string, userId: string): Promise<{ conversation: LockedConversation; caller: LockedMember }> {
    const conversation = await this.members.lockConversation(tx, conversationId);
    const caller = conversation && (await this.members.find(conversationId, userId, tx));
    if (!conversation || !caller) throw new ProblemError(notFound);
    return { conversation, caller };
  }

  /** For a user who is about to join. */
  async lockForJoin(tx: Tx, conversationId: string): Promise<LockedConversation | undefined> {
    return this.members.lockConversation(tx, conversationId);
  }

  async roleOf(tx: Tx, conversationId: string, userId: string): Promise<MemberRole | undefined> {
    return (await this.members.find(conversationId, userId, tx))?.role;
  }

  /** Whether a user was removed by others after the given version of the conversation. */
  async wasRemovedSince(tx: Tx, conversationId: string, userId: string, version: number): Promise<boolean> {
    return (await this.members.removedAt(tx, conversationId, userId)) > version;
  }

  /**
   * Every change passes here once: `versions` numbers for its events, of which the last is answered.
   * What readers keep in Redis is dropped when the change stands.
   */
  async advance(tx: Tx, conversation: LockedConversation, versions: number, members = 0): Promise<number> {
    this.transactions.afterCommit(tx, () => void this.cache.drop(conversation.id));
    return this.members.advance(tx, conversation.id, { versions, members });
  }

  async settingsChanged(tx: Tx, conversation: LockedConversation, onlyFor?: string): Promise<void> {
    const version = await this.advance(tx, conversation, 1);
    this.outbox.add(tx, conversationUpdated, { conversationId: conversation.id, version, ...(onlyFor && { onlyFor }) });
  }

  async setMuted(tx: Tx, conversation: LockedConversation, userId: string, muted: boolean): Promise<void> {
    await this.members.setMuted(tx, conversation.id, userId, muted);
  }
}

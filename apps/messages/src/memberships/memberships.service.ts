import { Injectable } from '@nestjs/common';

import { conversationsInternalApi, type ConversationDeleted, type MembershipChange, type MembershipSnapshot } from '@hallway/contracts-conversations';
import { notFound } from '@hallway/contracts-core';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { ServiceClient } from '@hallway/service-kit/http';

import { type KnownMember, MembershipsRepository } from './memberships.repository';
import { RecentQuestions } from './recent-questions';

/** Who may act in a conversation: the local read model, completed by asking its owner once. */
@Injectable()
export class MembershipsService {
  private readonly inVain = new RecentQuestions();
  private readonly asking = new Map<string, Promise<void>>();

  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly transactions: Transactions,
    private readonly client: ServiceClient,
  ) {}

  /** The member, or `not-found`: a stranger learns nothing about the conversation. */
  async require(conversationId: string, userId: string, tx?: Tx): Promise<KnownMember> {
    const member = await this.memberships.find(tx, conversationId, userId);
    // Inside a transaction there is no time to ask: the caller has asked before it began.
    const found = member ?? (tx ? undefined : await this.lookUp(conversationId, userId));
    if (!found) throw new ProblemError(notFound);
    return found;
  }

  /**
   * Asks the owner of the conversation who is in it, because this person was not known here.
   * Somebody else's question may have brought the answer meanwhile.
   */
  async lookUp(conversationId: string, userId: string): Promise<KnownMember | undefined> {
    const question = (version: number | undefined): string => `${conversationId}:${userId}:${version}`;
    const before = await this.memberships.knownVersion(conversationId);
    if (this.inVain.has(question(before))) return this.memberships.find(undefined, conversationId, userId);
    try {
      await this.askOnce(conversationId);
    } catch (error) {
      // Without the owner, what is known decides; where nothing is known, nobody can.
      if (before === undefined) throw error;
      return undefined;
    }
    const after = await this.memberships.knownVersion(conversationId);
    const member = await this.memberships.find(undefined, conversationId, userId);
    if (!member) this.inVain.add(question(after));
    return member;
  }

  /** Those of the conversations that the person is really not in; those that nobody can tell are left out. */
  async confirmLeft(userId: string, conversationIds: string[]): Promise<string[]> {
    if (conversationIds.length === 0) return [];
    try {
      const answer = await this.client.call(conversationsInternalApi.ofUser, { params: { userId } });
      const present = new Set(answer.conversationIds);
      return conversationIds.filter((id) => !present.has(id));
    } catch {
      // The owner is away: only conversations whose members are known here can be told as left.
      const unknown = new Set(await this.memberships.unknownOf(conversationIds));
      return conversationIds.filter((id) => !unknown.has(id));
    }
  }

  added(tx: Tx, change: MembershipChange): Promise<void> {
    return this.memberships.applyChange(tx, change, false);
  }

  removed(tx: Tx, change: MembershipChange): Promise<void> {
    return this.memberships.applyChange(tx, change, true);
  }

  snapshot(tx: Tx, snapshot: MembershipSnapshot): Promise<void> {
    return this.memberships.applySnapshot(tx, snapshot);
  }

  conversationDeleted(tx: Tx, { conversationId, version }: ConversationDeleted): Promise<void> {
    return this.memberships.markDeleted(tx, conversationId, version);
  }

  userDeactivated(tx: Tx, userId: string): Promise<void> {
    return this.memberships.removeEverywhere(tx, userId);
  }

  /** Removes at once: when this returns, no send of that person can be accepted any more. */
  async removeNow(change: MembershipChange): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.memberships.fence(tx, change.conversationId);
      await this.memberships.applyChange(tx, change, true);
    });
  }

  /** Adds people of one conversation at once: when this returns, a send can mention them, and they whoever was there. */
  async addNow(changes: MembershipChange[]): Promise<void> {
    const [first] = changes;
    if (first && (await this.memberships.knownVersion(first.conversationId)) === undefined) await this.askOnce(first.conversationId);
    await this.transactions.run(async (tx) => {
      for (const change of changes) await this.memberships.applyChange(tx, change, false);
    });
  }

  private askOnce(conversationId: string): Promise<void> {
    const running = this.asking.get(conversationId);
    if (running) return running;
    const question = this.ask(conversationId).finally(() => this.asking.delete(conversationId));
    this.asking.set(conversationId, question);
    return question;
  }

  private async ask(conversationId: string): Promise<void> {
    try {
      const snapshot = await this.client.call(conversationsInternalApi.memberships, { params: { conversationId } });
      await this.transactions.run((tx) => this.memberships.applySnapshot(tx, snapshot));
    } catch (error) {
      // It does not exist: then nobody is in it, and there is nothing to store.
      if (!(error instanceof ProblemError) || error.code !== notFound.code) throw error;
    }
  }
}

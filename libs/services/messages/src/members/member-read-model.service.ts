import { Injectable } from '@nestjs/common';

import { type ConversationDeleted, conversationsInternalApi, type MemberChange, type MemberSnapshot } from '@hallway/contracts-conversations';
import { notFound } from '@hallway/contracts-core';
import { ServiceClient } from '@hallway/service-calls';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { RecentKeys } from '../recent-keys';
import { type KnownMember, MemberReadModelRepository } from './member-read-model.repository';

/** Who may act in a conversation: the local read model, completed by asking its owner once. */
@Injectable()
export class MemberReadModelService {
  private readonly negativeCache = new RecentKeys();
  private readonly asking = new Map<string, Promise<void>>();

  constructor(
    private readonly members: MemberReadModelRepository,
    private readonly transactions: Transactions,
    private readonly client: ServiceClient,
  ) {}

  /** The member, or `not-found`: a stranger learns nothing about the conversation. */
  async require(conversationId: string, userId: string, tx?: Tx): Promise<KnownMember> {
    const member = await this.members.find(tx, conversationId, userId);
    // Inside a transaction there is no time to ask: the caller has asked before it began.
    const found = member ?? (tx ? undefined : await this.lookUp(conversationId, userId));
    if (!found) throw new ProblemError(notFound);
    return found;
  }

  /**
   * Asks the owner of the conversation who is in it, because this person was not known here.
   * Another caller's question may have brought the answer in between.
   */
  async lookUp(conversationId: string, userId: string): Promise<KnownMember | undefined> {
    const question = (version: number | undefined): string => `${conversationId}:${userId}:${version}`;
    const before = await this.members.knownVersion(conversationId);
    if (this.negativeCache.has(question(before))) return this.members.find(undefined, conversationId, userId);
    try {
      await this.askOnce(conversationId);
    } catch (error) {
      // Without an answer of the owner, what is known decides; where nothing is known, no decision is possible.
      if (before === undefined) throw error;
      return undefined;
    }
    const after = await this.members.knownVersion(conversationId);
    const member = await this.members.find(undefined, conversationId, userId);
    if (!member) this.negativeCache.add(question(after));
    return member;
  }

  /** Those of the conversations that the person is really not in; those that cannot be decided are left out. */
  async confirmLeft(userId: string, conversationIds: string[]): Promise<string[]> {
    if (conversationIds.length === 0) return [];
    try {
      const answer = await this.client.call(conversationsInternalApi.ofUser, { params: { userId } });
      const present = new Set(answer.conversationIds);
      return conversationIds.filter((id) => !present.has(id));
    } catch {
      // The owner is away: only conversations whose members are known here can be answered as left.
      const unknown = new Set(await this.members.unknownOf(conversationIds));
      return conversationIds.filter((id) => !unknown.has(id));
    }
  }

  added(tx: Tx, change: MemberChange): Promise<void> {
    return this.members.applyChange(tx, change, false);
  }

  removed(tx: Tx, change: MemberChange): Promise<void> {
    return this.members.applyChange(tx, change, true);
  }

  snapshot(tx: Tx, snapshot: MemberSnapshot): Promise<void> {
    return this.members.applySnapshot(tx, snapshot);
  }

  conversationDeleted(tx: Tx, { conversationId, version }: ConversationDeleted): Promise<void> {
    return this.members.markDeleted(tx, conversationId, version);
  }

  /** Removes at once: when this returns, no send of that person can be accepted any more. */
  async removeNow(change: MemberChange): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.members.fence(tx, change.conversationId);
      await this.members.applyChange(tx, change, true);
    });
  }

  /** Adds people of one conversation at once: when this returns, a send can mention them, and they can mention the others. */
  async addNow(changes: MemberChange[]): Promise<void> {
    const [first] = changes;
    if (first && (await this.members.knownVersion(first.conversationId)) === undefined) await this.askOnce(first.conversationId);
    await this.transactions.run(async (tx) => {
      for (const change of changes) await this.members.applyChange(tx, change, false);
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
      const snapshot = await this.client.call(conversationsInternalApi.members, { params: { conversationId } });
      await this.transactions.run((tx) => this.members.applySnapshot(tx, snapshot));
    } catch (error) {
      // It does not exist: then it has no members, and there is nothing to store.
      if (!(error instanceof ProblemError) || error.code !== notFound.code) throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';

import type { Conversation, ConversationView, Member } from '@hallway/contracts-conversations';
import { notFound } from '@hallway/contracts-core';
import type { Summary } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';

import { type CachedConversation, ConversationCache } from '../cache/conversation-cache';
import { type MemberListEntry, MemberListsService } from '../members/member-lists.service';
import { type ConversationMember, MemberStateService } from '../members/member-state.service';
import { SummaryClient } from '../summaries/summary-client';
import { toCached, toConversation } from './conversation.mapper';
import { ConversationsRepository } from './conversations.repository';

/** Up to so many members come with the conversation itself. */
const shownMembers = 20;

type SummaryOf = (own: ConversationMember) => Summary | undefined;

/** Puts conversations together as their members see them. Who is a member was read from PostgreSQL just before. */
@Injectable()
export class ConversationComposer {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly memberState: MemberStateService,
    private readonly memberLists: MemberListsService,
    private readonly cache: ConversationCache,
    private readonly summaries: SummaryClient,
  ) {}

  /** In the order given; a conversation that has just ended is left out. */
  async compose(conversationMembers: ConversationMember[], summaryOf: SummaryOf): Promise<Conversation[]> {
    const records = await this.records(conversationMembers);
    const members = await this.membersOf(records);
    return conversationMembers.flatMap((own) => {
      const record = records.get(own.conversationId);
      if (!record) return [];
      return [toConversation({ record, members: members.get(record.id), own, summary: summaryOf(own) })];
    });
  }

  async one(own: ConversationMember, summary?: Summary): Promise<Conversation> {
    const [conversation] = await this.compose([own], () => summary);
    if (!conversation) throw new ProblemError(notFound);
    return conversation;
  }

  /** As each of the given people sees it; those who are no members are left out. */
  async forMembers(conversationId: string, userIds: string[]): Promise<ConversationView[]> {
    const conversationMembers = await this.memberState.among(conversationId, userIds);
    const summaries = await this.summaries.forMembers(conversationId, conversationMembers);
    const conversations = await this.compose(conversationMembers, ({ userId }) => summaries.get(userId));
    return conversations.flatMap((conversation, index) => {
      const userId = conversationMembers[index]?.userId;
      return userId ? [{ userId, conversation }] : [];
    });
  }

  private async records(conversationMembers: ConversationMember[]): Promise<Map<string, CachedConversation>> {
    const versions = new Map(conversationMembers.map(({ conversationId, version }) => [conversationId, version]));
    const wanted = [...versions].map(([id, version]) => ({ id, version }));
    const found = await this.cache.read(wanted);
    const missing = wanted.flatMap(({ id }) => (found.has(id) ? [] : [id]));
    if (missing.length === 0) return found;
    const loaded = await this.load(missing);
    await this.cache.write(loaded);
    return new Map([...found, ...loaded.map((record) => [record.id, record] as const)]);
  }

  /** The record is read before its members: they may be newer than its version says, never older. */
  private async load(ids: string[]): Promise<CachedConversation[]> {
    const records = (await this.conversations.findByIds(ids)).map(toCached);
    const small = records.filter(({ memberCount }) => memberCount <= shownMembers);
    const lists = await this.memberLists.load(small.map(({ id }) => id));
    return records.map((record) => {
      const members = lists.get(record.id);
      return members ? { ...record, members } : record;
    });
  }

  private membersOf(records: Map<string, CachedConversation>): Promise<Map<string, Member[]>> {
    const lists = new Map<string, MemberListEntry[]>();
    for (const { id, members } of records.values()) if (members) lists.set(id, members);
    return this.memberLists.withProfiles(lists);
  }
}

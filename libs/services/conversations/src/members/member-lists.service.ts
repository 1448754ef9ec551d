import { Injectable } from '@nestjs/common';

import type { Member } from '@hallway/contracts-conversations';

import { UserReadModelService } from '../users/user-read-model.service';
import { type MemberRecord, toMembers } from './member.mapper';
import { MembersRepository } from './members.repository';

/** One row of a small conversation's member list, as it is cached. */
export interface MemberListEntry extends MemberRecord {
  joinedAt: string;
}

/** Member lists of many small conversations at once. */
@Injectable()
export class MemberListsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly users: UserReadModelService,
  ) {}

  /** By conversation id, who joined first comes first. */
  async load(conversationIds: string[]): Promise<Map<string, MemberListEntry[]>> {
    const lists = new Map<string, MemberListEntry[]>(conversationIds.map((id) => [id, []]));
    const rows = conversationIds.length === 0 ? [] : await this.members.ofConversations(conversationIds);
    for (const { conversationId, userId, role, joinedAt } of rows) {
      lists.get(conversationId)?.push({ userId, role, joinedAt: joinedAt.toISOString() });
    }
    return lists;
  }

  /** The same with everyone's present name and picture. */
  async withProfiles(lists: Map<string, MemberListEntry[]>): Promise<Map<string, Member[]>> {
    const userIds = new Set([...lists.values()].flat().map(({ userId }) => userId));
    const profiles = await this.users.profiles([...userIds]);
    return new Map([...lists].map(([id, entries]) => [id, toMembers(entries, profiles)]));
  }
}

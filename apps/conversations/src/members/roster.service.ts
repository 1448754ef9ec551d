import { Injectable } from '@nestjs/common';
import type { Member } from '@hallway/contracts-conversations';
import { UsersService } from '../users/users.service';
import { type MemberRecord, toMembers } from './member.mapper';
import { MembersRepository } from './members.repository';

/** One row of a small conversation's member list, as it is cached. */
export interface RosterEntry extends MemberRecord {
  joinedAt: string;
}

/** Member lists of many small conversations at once. */
@Injectable()
export class RosterService {
  constructor(
    private readonly members: MembersRepository,
    private readonly users: UsersService,
  ) {}

  /** By conversation id, who joined first comes first. */
  async load(conversationIds: string[]): Promise<Map<string, RosterEntry[]>> {
    const rosters = new Map<string, RosterEntry[]>(conversationIds.map((id) => [id, []]));
    const rows = conversationIds.length === 0 ? [] : await this.members.ofConversations(conversationIds);
    for (const { conversationId, userId, role, joinedAt } of rows) {
      rosters.get(conversationId)?.push({ userId, role, joinedAt: joinedAt.toISOString() });
    }
    return rosters;
  }

  /** The same with everybody's present name and picture. */
  async withProfiles(rosters: Map<string, RosterEntry[]>): Promise<Map<string, Member[]>> {
    const userIds = new Set([...rosters.values()].flat().map(({ userId }) => userId));
    const profiles = await this.users.profiles([...userIds]);
    return new Map([...rosters].map(([id, entries]) => [id, toMembers(entries, profiles)]));
  }
}

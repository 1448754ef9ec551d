import type { UserProfile } from '@hallway/contracts-auth';
import type { ConversationType, Member, MemberChange, MemberRole } from '@hallway/contracts-conversations';

export interface MemberRecord {
  userId: string;
  role: MemberRole;
  joinedAt: Date | string;
}

export function toMember({ userId, role, joinedAt }: MemberRecord, user: UserProfile): Member {
  return { userId, role, joinedAt: toWireTime(joinedAt), user };
}

/** Members in the same order; people that are not known here are left out. */
export function toMembers(records: MemberRecord[], profiles: Map<string, UserProfile>): Member[] {
  return records.flatMap((record) => {
    const user = profiles.get(record.userId);
    return user ? [toMember(record, user)] : [];
  });
}

export interface ChangeFacts {
  conversation: { id: string; type: ConversationType };
  version: number;
  username: string;
  by: string;
}

export function toMemberChange(member: MemberRecord, { conversation, version, username, by }: ChangeFacts): MemberChange {
  return {
    conversationId: conversation.id,
    conversationType: conversation.type,
    version,
    userId: member.userId,
    username,
    role: member.role,
    joinedAt: toWireTime(member.joinedAt),
    by,
  };
}

function toWireTime(time: Date | string): string {
  return typeof time === 'string' ? time : time.toISOString();
}

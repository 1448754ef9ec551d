import { type ConversationType, directIsFixed, type MemberRole } from '@hallway/contracts-conversations';
import { forbidden, type ProblemDefinition } from '@hallway/contracts-core';

export interface InvitingMember {
  type: ConversationType;
  role: MemberRole;
}

/** Who makes invites also sees and ends them. */
export function refuseToInvite({ type, role }: InvitingMember): ProblemDefinition | undefined {
  if (type === 'direct') return directIsFixed;
  return role === 'member' ? forbidden : undefined;
}

/** An invite lets people in with its maker's right: it ends when the maker has left or is no admin any more. */
export function stillSpeaksFor(makerRole: MemberRole | undefined): boolean {
  return makerRole === 'owner' || makerRole === 'admin';
}

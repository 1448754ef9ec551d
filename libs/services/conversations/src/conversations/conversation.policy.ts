import { type ConversationType, directIsFixed, type MemberRole } from '@hallway/contracts-conversations';
import { forbidden, type ProblemDefinition } from '@hallway/contracts-core';

export interface Actor {
  type: ConversationType;
  role: MemberRole;
}

/** Muting is everyone's own affair; title and picture are the admins'. */
export function refuseToUpdate({ type, role }: Actor, change: { title?: string; avatarUploadId?: string | null }): ProblemDefinition | undefined {
  if (change.title === undefined && change.avatarUploadId === undefined) return undefined;
  if (type === 'direct') return directIsFixed;
  return role === 'member' ? forbidden : undefined;
}

export function refuseToDelete({ type, role }: Actor): ProblemDefinition | undefined {
  if (type === 'direct') return directIsFixed;
  return role === 'owner' ? undefined : forbidden;
}

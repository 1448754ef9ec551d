import type { ConversationType, MemberRole } from '@hallway/contracts-conversations';

export interface Actor {
  userId: string;
  role: MemberRole;
  conversationType: ConversationType;
}

export function canEdit(actor: Actor, senderId: string): boolean {
  return actor.userId === senderId;
}

/** Owner and admins of a group may delete what others wrote; a direct conversation has no such roles. */
export function canDelete(actor: Actor, senderId: string): boolean {
  return actor.userId === senderId || (actor.conversationType === 'group' && actor.role !== 'member');
}

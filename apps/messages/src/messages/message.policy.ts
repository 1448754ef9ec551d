import type { ConversationType, MemberRole } from '@hallway/contracts-conversations';
import { isVisible } from '@hallway/contracts-core';

export interface Actor {
  userId: string;
  role: MemberRole;
  conversationType: ConversationType;
}

export function canEdit(actor: Actor, senderId: string): boolean {
  return actor.userId === senderId;
}

/** Those who run a group may remove what others wrote; in a direct conversation nobody runs anything. */
export function canDelete(actor: Actor, senderId: string): boolean {
  return actor.userId === senderId || (actor.conversationType === 'group' && actor.role !== 'member');
}

/** A message shows something: text, or at least a file. */
export function isEmpty(body: string, attachments: readonly unknown[]): boolean {
  return attachments.length === 0 && !isVisible(body);
}

import { type ConversationType, directIsFixed, type MemberRole, ownerMustStay } from '@hallway/contracts-conversations';
import { forbidden, type ProblemDefinition } from '@hallway/contracts-core';

/** A member who acts in a conversation. Others do not get this far. */
export interface Actor {
  type: ConversationType;
  role: MemberRole;
}

/** Why not, or `undefined` when it is allowed. */
export type Refusal = ProblemDefinition | undefined;

const rank: Record<MemberRole, number> = { owner: 2, admin: 1, member: 0 };

export function refuseToAdd({ type, role }: Actor): Refusal {
  if (type === 'direct') return directIsFixed;
  return role === 'member' ? forbidden : undefined;
}

/** Everyone may leave a group; others are removed by those above them. */
export function refuseToRemove({ type, role }: Actor, target: { role: MemberRole; isSelf: boolean }): Refusal {
  if (type === 'direct') return directIsFixed;
  if (target.isSelf) return undefined;
  return rank[role] > rank[target.role] ? undefined : forbidden;
}

/** There is always exactly one owner: ownership is handed over, never dropped. */
export function refuseToChangeRole({ type, role }: Actor, target: { isSelf: boolean }, next: MemberRole): Refusal {
  if (type === 'direct') return directIsFixed;
  if (role !== 'owner') return forbidden;
  return target.isSelf && next !== 'owner' ? ownerMustStay : undefined;
}

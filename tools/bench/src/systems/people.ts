import { randomUUID } from 'node:crypto';

import type { ClientPlan } from '../generator/worker-protocol';
import { type GroupPlan, groupsOf } from './group-plan';

/** Ids for people or groups of a baseline. */
export function newIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUID());
}

/** Every connection of every member of every group. */
export function clientsOf(url: string, plan: GroupPlan, population: number, conversationIds: string[], authOf: (person: number) => object): ClientPlan[] {
  return groupsOf(plan, population).flatMap((members, group) =>
    Array.from({ length: plan.socketsEach }, (_, connection) =>
      members.map((person) => ({ url, auth: authOf(person), conversationId: conversationIds[group] ?? '', sends: connection === 0 })),
    ).flat(),
  );
}

import type { ConversationList } from '@hallway/client';

export interface Step {
  by: 1 | -1;
  /** Only conversations with something unread. */
  unread: boolean;
}

/** The conversation before or after this one in the list; around the ends. */
export function neighbourOf({ order, byId }: ConversationList, fromId: string | undefined, { by, unread }: Step): string | undefined {
  const from = fromId === undefined ? -1 : order.indexOf(fromId);
  const start = from < 0 && by < 0 ? 0 : from;
  for (let distance = 1; distance <= order.length; distance += 1) {
    const id = order.at((start + by * distance) % order.length);
    const found = id === undefined ? undefined : byId.get(id);
    if (found && found.id !== fromId && (!unread || (found.unread > 0 && !found.muted))) return found.id;
  }
  return undefined;
}

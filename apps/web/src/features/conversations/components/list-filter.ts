import type { ConversationList } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';

/** Ways to look at the list. */
export const listFilters = [
  { id: 'all', label: 'All', none: 'No conversations yet.' },
  { id: 'unread', label: 'Unread', none: 'You have read everything.' },
  { id: 'mentions', label: 'Mentions', none: 'No new mentions.' },
  { id: 'direct', label: 'Direct', none: 'No direct conversations yet.' },
] as const;

export type ListFilter = (typeof listFilters)[number]['id'];

const tests: Record<ListFilter, (conversation: Conversation) => boolean> = {
  all: () => true,
  unread: ({ unread }) => unread > 0,
  mentions: ({ mentionCount }) => mentionCount > 0,
  direct: ({ type }) => type === 'direct',
};

/** The conversations that the filter shows. The open one stays, or reading it would take it away. */
export function filtered({ order, byId }: ConversationList, filter: ListFilter, openId: string | undefined): Conversation[] {
  return order.flatMap((id) => byId.get(id) ?? []).filter((conversation) => conversation.id === openId || tests[filter](conversation));
}

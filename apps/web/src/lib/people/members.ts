import { infiniteQueryOptions } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import { membersApi } from '@hallway/contracts-conversations';

const pageSize = 100;

export const membersKey = (conversationId: string) => ['members', conversationId];

/** Who is in a conversation, page by page. */
export const membersQuery = (client: Client, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: membersKey(conversationId),
    queryFn: async ({ pageParam }) => {
      const page = await client.call(membersApi.list, { params: { conversationId }, query: { limit: pageSize, cursor: pageParam } });
      return { ...page, items: page.items.map((member) => ({ ...member, user: client.profiles.latest(member.user) })) };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

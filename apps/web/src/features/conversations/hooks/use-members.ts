import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { useClient } from '../../../lib/client-context';
import { membersKey, membersQuery } from '../../../lib/people/members';
import { keepProfiles } from '../../../lib/people/profiles';

/** The members of a conversation, kept in step with what others change. */
export function useMembers(conversationId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(membersQuery(client, conversationId));
  useEffect(
    () =>
      client.on('conversation:changed', ({ conversation }) => {
        if (conversation.id === conversationId) void queries.invalidateQueries({ queryKey: membersKey(conversationId) });
      }),
    [client, queries, conversationId],
  );
  useEffect(() => {
    if (data)
      keepProfiles(
        client,
        queries,
        data.pages.flatMap(({ items }) => items.map(({ user }) => user)),
      );
  }, [client, data, queries]);
  return {
    members: data?.pages.flatMap(({ items }) => items),
    error,
    hasMore: hasNextPage,
    loadMore: () => void fetchNextPage(),
    loadingMore: isFetchingNextPage,
  };
}

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { invitesApi } from '@hallway/contracts-conversations';

import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';

const invitesKey = (conversationId: string) => ['invites', conversationId] as const;

/** The links that let people into a group, and the ways to make and to end one. */
export function useInvites(conversationId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const params = { conversationId };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: invitesKey(conversationId),
    queryFn: ({ pageParam }) => client.call(invitesApi.list, { params, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Others make links and use them, and no event says so.
    staleTime: 0,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: invitesKey(conversationId) });
  const onError = (failure: Error) => toasts.show({ kind: 'danger', text: problemText(failure) });
  const make = useMutation({ mutationFn: () => client.call(invitesApi.create, { params, body: {} }), onSuccess: refresh, onError });
  const revoke = useMutation({
    mutationFn: (code: string) => client.call(invitesApi.revoke, { params: { ...params, code } }),
    onSettled: refresh,
    onError,
  });
  return {
    invites: data?.pages.flatMap(({ items }) => items),
    error,
    hasMore: hasNextPage,
    loadMore: () => void fetchNextPage(),
    loadingMore: isFetchingNextPage,
    make,
    revoke,
  };
}

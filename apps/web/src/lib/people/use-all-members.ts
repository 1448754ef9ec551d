import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { UserProfile } from '@hallway/contracts-auth';

import { useClient, useStore } from '../client-context';
import { membersQuery } from './members';

/** Enough for a list that is searched letter by letter. */
const mostPages = 10;

const noMembers: readonly UserProfile[] = [];

/** The people of a conversation, fetched ahead while `wanted`, up to a thousand of them. */
export function useAllMembers(conversationId: string, wanted: boolean): { people: readonly UserProfile[]; complete: boolean } {
  const client = useClient();
  const conversation = useStore(client.conversations).byId.get(conversationId);
  const included = conversation?.members;
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({ ...membersQuery(client, conversationId), enabled: wanted && !included });
  const pages = data?.pages;
  const more = wanted && !included && hasNextPage && !isFetching && (pages?.length ?? 0) < mostPages;
  useEffect(() => {
    if (more) void fetchNextPage();
  }, [more, fetchNextPage]);
  const people = useMemo(() => (included ?? pages?.flatMap(({ items }) => items))?.map(({ user }) => user) ?? noMembers, [included, pages]);
  return { people, complete: included !== undefined || (pages !== undefined && !hasNextPage) };
}

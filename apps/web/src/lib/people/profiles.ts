import { type InfiniteData, type QueryClient, QueryObserver, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Client } from '@hallway/client';
import { type UserProfile, usersApi } from '@hallway/contracts-auth';
import type { Member } from '@hallway/contracts-conversations';
import type { Page } from '@hallway/contracts-core';

import { useClient } from '../client-context';

const freshMs = 300_000;
const profileKey = (userId: string) => ['profile', userId];
const peopleKey = ['people'];
const anyMembersKey = ['members'];

export const profileQuery = (client: Client, userId: string) =>
  queryOptions({
    queryKey: profileKey(userId),
    queryFn: async () => client.profiles.latest(await client.call(usersApi.get, { params: { userId } })),
    staleTime: freshMs,
  });

/** People whose name has `text` in it. */
export const peopleQuery = (client: Client, text: string) =>
  queryOptions({
    queryKey: [...peopleKey, text],
    queryFn: async () => {
      const page = await client.call(usersApi.search, { query: { query: text, limit: 20 } });
      return { ...page, items: page.items.map(client.profiles.latest) };
    },
    placeholderData: (previous) => previous,
  });

export function useProfile(userId: string | undefined): UserProfile | undefined {
  const client = useClient();
  return useQuery({ ...profileQuery(client, userId ?? ''), enabled: userId !== undefined }).data;
}

/** Whether it holds for one of these people. Who is not known yet is asked for, and `undefined` until then. */
export function useSomeProfile(userIds: string[], holds: (profile: UserProfile | undefined) => boolean): boolean {
  const client = useClient();
  const queries = useQueryClient();
  const ids = userIds.join();
  const observers = useMemo(
    () =>
      ids
        .split(',')
        .filter(Boolean)
        .map((id) => new QueryObserver(queries, profileQuery(client, id))),
    [client, queries, ids],
  );
  const subscribe = useCallback(
    (onChange: () => void) => {
      const stops = observers.map((observer) => observer.subscribe(onChange));
      return () => stops.forEach((stop) => stop());
    },
    [observers],
  );
  return useSyncExternalStore(subscribe, () => observers.some((observer) => holds(observer.getCurrentQuery().state.data)));
}

/** Stores profiles that came along with another answer, so that they are not fetched one by one. */
export function keepProfiles(client: Client, queries: QueryClient, profiles: Iterable<UserProfile>): void {
  for (const profile of profiles) {
    const { id, username, displayName, avatarUrl, statusText } = client.profiles.latest(profile);
    const known = queries.getQueryData<UserProfile>(profileKey(id));
    const same = known?.displayName === displayName && known.avatarUrl === avatarUrl && known.statusText === statusText;
    if (!same) queries.setQueryData(profileKey(id), { id, username, displayName, avatarUrl, statusText });
  }
}

/** Every copy in the cache follows what an event says about a person; what is still being fetched does so when it comes. */
export function changeProfile(queries: QueryClient, user: UserProfile): void {
  queries.setQueryData(profileKey(user.id), user);
  queries.setQueriesData<Page<UserProfile>>(
    { queryKey: peopleKey },
    (page) => page && { ...page, items: page.items.map((known) => (known.id === user.id ? user : known)) },
  );
  queries.setQueriesData<InfiniteData<Page<Member>>>(
    { queryKey: anyMembersKey },
    (data) => data && { ...data, pages: data.pages.map((page) => withUser(page, user)) },
  );
}

/** Events may have been missed: what is on screen is asked for again, the rest when it is shown. */
export function renewProfiles(queries: QueryClient): void {
  for (const queryKey of [profileKey('').slice(0, 1), peopleKey, anyMembersKey]) void queries.invalidateQueries({ queryKey });
}

function withUser(page: Page<Member>, user: UserProfile): Page<Member> {
  return { ...page, items: page.items.map((member) => (member.userId === user.id ? { ...member, user } : member)) };
}

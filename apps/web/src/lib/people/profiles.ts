import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@hallway/client';
import { type UserProfile, usersApi } from '@hallway/contracts-auth';
import { useClient } from '../client-context';

const freshMs = 300_000;
const profileKey = (userId: string) => ['profile', userId];

export const profileQuery = (client: Client, userId: string) =>
  queryOptions({ queryKey: profileKey(userId), queryFn: () => client.call(usersApi.get, { params: { userId } }), staleTime: freshMs });

/** People whose name has `text` in it. */
export const peopleQuery = (client: Client, text: string) =>
  queryOptions({ queryKey: ['people', text], queryFn: () => client.call(usersApi.search, { query: { query: text, limit: 20 } }), placeholderData: (previous) => previous });

export function useProfile(userId: string | undefined): UserProfile | undefined {
  const client = useClient();
  return useQuery({ ...profileQuery(client, userId ?? ''), enabled: userId !== undefined }).data;
}

/** Takes over profiles that came along with something else, so that nobody asks for them one by one. */
export function keepProfiles(queries: QueryClient, profiles: Iterable<UserProfile>): void {
  for (const { id, username, displayName, avatarUrl, statusText } of profiles) {
    const known = queries.getQueryData<UserProfile>(profileKey(id));
    const same = known?.displayName === displayName && known.avatarUrl === avatarUrl && known.statusText === statusText;
    if (!same) queries.setQueryData(profileKey(id), { id, username, displayName, avatarUrl, statusText });
  }
}

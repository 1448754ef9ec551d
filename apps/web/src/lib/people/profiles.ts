import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@hallway/client';
import { type UserProfile, usersApi } from '@hallway/contracts-auth';
import { useClient } from '../client-context';

const profileQuery = (client: Client, userId: string) =>
  queryOptions({ queryKey: ['profile', userId], queryFn: () => client.call(usersApi.get, { params: { userId } }), staleTime: 300_000 });

/** People whose name has `text` in it. */
export const peopleQuery = (client: Client, text: string) =>
  queryOptions({ queryKey: ['people', text], queryFn: () => client.call(usersApi.search, { query: { query: text, limit: 20 } }), placeholderData: (previous) => previous });

export function useProfile(userId: string | undefined): UserProfile | undefined {
  const client = useClient();
  return useQuery({ ...profileQuery(client, userId ?? ''), enabled: userId !== undefined }).data;
}

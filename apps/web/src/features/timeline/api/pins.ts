import { queryOptions } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import { messageLimits, pinsApi } from '@hallway/contracts-messages';

export const pinsKey = (conversationId: string) => ['pins', conversationId];

/** What is pinned in a conversation, newest pin first. */
export const pinsQuery = (client: Client, conversationId: string) =>
  queryOptions({
    queryKey: pinsKey(conversationId),
    queryFn: async () => (await client.call(pinsApi.list, { params: { conversationId }, query: { limit: messageLimits.pins } })).items,
  });

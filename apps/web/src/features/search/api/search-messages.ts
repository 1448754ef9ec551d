import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { Client } from '@hallway/client';
import { searchApi } from '@hallway/contracts-messages';

/** What is searched for. Days are as a date field gives them, `2026-11-22`; both are meant to be included. */
export interface SearchWish {
  text: string;
  conversationId?: string;
  senderId?: string;
  fromDay?: string;
  toDay?: string;
}

const pageSize = 30;

export const searchQuery = (client: Client, wish: SearchWish) =>
  infiniteQueryOptions({
    queryKey: ['search', wish],
    queryFn: ({ pageParam, signal }) => {
      const { text, conversationId, senderId, fromDay, toDay } = wish;
      const query = { q: text, conversationId, senderId, after: startOf(fromDay, 0), before: startOf(toDay, 1), limit: pageSize, cursor: pageParam };
      return client.call(searchApi.messages, { query, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: wish.text !== '',
    placeholderData: keepPreviousData,
    // Somebody may have written in the meantime.
    staleTime: 0,
  });

/** The start of a day here, some days later. */
export function startOf(day: string | undefined, daysLater: number): string | undefined {
  if (!day) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

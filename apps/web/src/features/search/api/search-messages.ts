import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import { searchApi } from '@hallway/contracts-messages';

import { dayBefore, startOfDayInput } from '../../../lib/time';

/** What is searched for. Days are as a date field gives them, `2026-11-22`; both are meant to be included. */
export interface SearchCriteria {
  text: string;
  conversationId?: string;
  senderId?: string;
  fromDay?: string;
  toDay?: string;
}

const pageSize = 30;

export const searchQuery = (client: Client, criteria: SearchCriteria) =>
  infiniteQueryOptions({
    queryKey: ['search', criteria],
    queryFn: ({ pageParam, signal }) => {
      const { text, conversationId, senderId, fromDay, toDay } = criteria;
      const query = { q: text, conversationId, senderId, after: startOf(fromDay, 0), before: startOf(toDay, 1), limit: pageSize, cursor: pageParam };
      return client.call(searchApi.messages, { query, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: criteria.text !== '',
    placeholderData: keepPreviousData,
    // New messages may have come in the meantime.
    staleTime: 0,
  });

/** The start of a day here, some days later. */
export function startOf(day: string | undefined, daysLater: number): string | undefined {
  return day ? new Date(startOfDayInput(dayBefore(day, -daysLater))).toISOString() : undefined;
}

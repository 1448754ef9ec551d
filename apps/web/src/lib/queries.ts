import { QueryClient } from '@tanstack/react-query';

import { isRetryable } from '@hallway/client';

/** The cache of what is asked for by REST. Live data is not in here, but in the stores of the SDK. */
export function createQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, refetchOnWindowFocus: false, retry: (failures, error) => failures < 2 && isRetryable(error) },
    },
  });
  queries.getQueryCache().subscribe(({ type, query }) => {
    // A picture in memory lives as long as its place in the cache.
    const data: unknown = query.state.data;
    if (type === 'removed' && query.queryKey[0] === 'blob' && typeof data === 'string') URL.revokeObjectURL(data);
  });
  return queries;
}

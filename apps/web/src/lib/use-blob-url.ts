import { useQuery } from '@tanstack/react-query';

import { useClient } from './client-context';

const unseenMs = 15 * 60_000;

/** Pictures need the access token, which an img tag cannot send: they are fetched once and shown from memory. */
export function useBlobUrl(path: string | null | undefined): string | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['blob', path],
    queryFn: async ({ signal }) => URL.createObjectURL(await client.blobAt(path ?? '', { signal })),
    enabled: Boolean(path),
    staleTime: Infinity,
    gcTime: unseenMs,
    // What one place has fetched is the same everywhere.
    structuralSharing: false,
  });
  return data;
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { changeMessage } from '../features/timeline/api/messages';
import { afterGaps } from '../lib/after-gaps';
import { useClient } from '../lib/client-context';

/** Messages that are shown outside of their timeline: quotes, pins, what was found. */
const copies = [['message'], ['pins'], ['search']];

/** Copies of messages follow what happens to the original, however far up it is. */
export function useKeptMessages(): void {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(
    () =>
      client.on('messages:changed', ({ events }) => {
        for (const { kind, message } of events) {
          if (kind === 'created') continue;
          changeMessage(queries, message);
          if (kind === 'edited' || kind === 'deleted') void queries.invalidateQueries({ queryKey: ['search'] });
        }
      }),
    [client, queries],
  );
  useEffect(
    () =>
      afterGaps(client, () => {
        for (const queryKey of copies) void queries.invalidateQueries({ queryKey });
      }),
    [client, queries],
  );
}

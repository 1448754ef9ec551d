import { queryOptions } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import { authApi } from '@hallway/contracts-auth';

/** The devices that are signed in. */
export const sessionsQuery = (client: Client) =>
  queryOptions({ queryKey: ['sessions'], queryFn: () => client.call(authApi.sessions, { query: { limit: 100 } }), staleTime: 0 });

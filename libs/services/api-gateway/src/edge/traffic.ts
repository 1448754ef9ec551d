import type { Endpoint } from '@hallway/contracts-core';

/** What requests have in common: how long they last and how much they carry. Kinds share neither connections nor limits. */
export type Traffic = 'call' | 'poll' | 'upload' | 'download';

/** The kind of a call of the contracts. */
export function trafficOf({ method, raw }: Endpoint): Traffic {
  if (!raw) return 'call';
  return method === 'GET' ? 'download' : 'upload';
}

/** The kind of a request of tus: pieces are bytes, everything else is short. */
export function tusTraffic(method: string): Traffic {
  return method === 'PATCH' || method === 'POST' ? 'upload' : 'call';
}

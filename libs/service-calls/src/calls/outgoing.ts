import { type Endpoint, pathOf } from '@hallway/contracts-core';

/** A call on its way to another service. */
export interface Outgoing {
  endpoint: Endpoint;
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** The user's own access token. */
  bearer?: string;
}

/** One try of a call. */
export interface Attempt {
  /** When it is given up, in ms since the epoch. */
  until: number;
  /** Of what the other service does for it. */
  traceparent: string;
}

/** What came back. `value` is plain JSON, undefined when there is none. */
export interface Answer {
  status: number;
  value: unknown;
}

/** The query of a call as it is in an address. */
export function queryOf({ query = {} }: Outgoing): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** Path and query of a call. */
export function addressOf(outgoing: Outgoing): string {
  const path = pathOf(outgoing.endpoint, outgoing.params);
  const search = new URLSearchParams(queryOf(outgoing));
  return search.size > 0 ? `${path}?${search}` : path;
}

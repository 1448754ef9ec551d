/** What waits to be written to one connection. */
export interface Backlog {
  packets: number;
  bytes: number;
  /** How long the first of them has been waiting, in ms. */
  stuckMs: number;
}

export type Congestion = 'none' | 'congested' | 'hopeless';

const mebibyte = 1024 * 1024;

/** `congested`: what may be lost is not sent. `hopeless`: the connection is cut, and the client catches up with `sync`. */
export function congestionOf({ packets, bytes, stuckMs }: Backlog): Congestion {
  if (packets > 1_024 || bytes > 4 * mebibyte || stuckMs > 10_000) return 'hopeless';
  return packets > 256 || bytes > mebibyte ? 'congested' : 'none';
}

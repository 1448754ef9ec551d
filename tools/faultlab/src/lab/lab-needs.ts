import { isDeepStrictEqual } from 'node:util';

/** How the services run: all in one process, or in one each. */
export type Form = 'one' | 'separate';

/** What can be put behind a proxy. */
export type Link = 'clients' | 'redis' | 'postgres';

/** What a fault asks of the system that it is done to. */
export interface LabNeeds {
  /** How often a service runs, on top of two messages and two realtime. */
  replicas?: Record<string, number>;
  env?: Record<string, string>;
  /** On top, for single replicas: by instance, such as `realtime-2`. */
  envOf?: Record<string, Record<string, string>>;
  proxied?: Link[];
  /** Calls of one service to another go through a proxy. */
  between?: { from: string; to: string };
  redis?: 'plain' | 'sentinel';
  /** It leaves something behind: no other run is to share its machine. */
  own?: true;
  /** A second PostgreSQL that follows the first one. */
  standby?: 'sync' | 'async';
  /** What is kept on a disk of its own, which can be filled. */
  smallDisk?: 'postgres' | 'uploads';
  /** The clocks of the services can be moved. */
  clock?: boolean;
  /** Another build of the services. */
  distDir?: string;
  /** The place in the code at which the fault strikes: the services are then woven ones. */
  failpoint?: string;
}

/** Whether a system made for `has` serves a fault with these needs, too. */
export function isEnough(has: LabNeeds, { proxied = [], ...others }: LabNeeds): boolean {
  const same = ([name, value]: [string, unknown]): boolean => isDeepStrictEqual(value, has[name as keyof LabNeeds]);
  return proxied.every((link) => has.proxied?.includes(link)) && Object.entries(others).every(same);
}

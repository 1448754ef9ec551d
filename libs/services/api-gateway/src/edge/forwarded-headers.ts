import type { IncomingHttpHeaders } from 'node:http';

const ours = /^(x-hallway-.*|x-forwarded-.*|x-internal-.*|x-user-.*|x-real-ip|forwarded)$/;

/** Removes what only a proxy or a service of ours may say; a caller's word for it is a lie. */
export function stripSpoofable(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (ours.test(name)) delete headers[name];
  }
}

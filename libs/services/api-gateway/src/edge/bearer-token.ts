import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer …`; nothing when there is none. */
export function bearerToken({ headers }: IncomingMessage): string | undefined {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : undefined;
}

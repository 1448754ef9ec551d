import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** How proxies write an address: as it is, or with a port (`203.0.113.9:41000`, `[2001:db8::1]:41000`). */
function plain(text: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([^:]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? undefined : address;
}

/**
 * Who is calling: the peer, or what `trustedProxies` proxies in front of us say.
 * Entries further left in X-Forwarded-For were written by the caller and are not believed.
 */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  const peer = plain(request.socket.remoteAddress ?? '') ?? '';
  if (trustedProxies === 0) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return plain(forwarded.at(-trustedProxies) ?? '') ?? peer;
}

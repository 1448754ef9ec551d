import type { IncomingMessage } from 'node:http';

/**
 * Who is calling: the peer, or what `trustedProxies` proxies in front of us say.
 * Entries further left in X-Forwarded-For were written by the caller and are not believed.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  if (trustedProxies === 0) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return forwarded.at(-trustedProxies) ?? peer;
}

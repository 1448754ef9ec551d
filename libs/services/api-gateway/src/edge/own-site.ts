import type { Request } from 'express';

/**
 * May the page that calls use the refresh cookie? Browsers send it on their own, so other
 * sites, other ports and sister hosts must not make them call. Programs send no origin.
 * @param trusted origins whose pages may call
 */
export function isFromOwnSite(request: Request, trusted: string[]): boolean {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  if (site === 'same-origin') return true;
  if (origin === undefined) return site === undefined || site === 'none';
  return trusted.includes(origin) || hostOf(origin) === request.get('host');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

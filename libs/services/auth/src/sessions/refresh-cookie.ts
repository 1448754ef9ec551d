import type { CookieOptions, Response } from 'express';

import { publicPrefix } from '@hallway/contracts-core';

export const refreshCookie = 'hallway_refresh';

/** Out of reach of scripts, of other sites and of every path but the ones that exchange it. */
function options(publicUrl: string): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: `${publicPrefix}/auth`, secure: publicUrl.startsWith('https:') };
}

export function setRefreshCookie(response: Response, token: string, publicUrl: string, maxAgeMs: number): void {
  response.cookie(refreshCookie, token, { ...options(publicUrl), maxAge: maxAgeMs });
}

export function clearRefreshCookie(response: Response, publicUrl: string): void {
  response.clearCookie(refreshCookie, options(publicUrl));
}

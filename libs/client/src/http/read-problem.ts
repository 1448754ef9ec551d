import type { Problem } from '@hallway/contracts-core';

import type { Clock } from '../platform/clock.ts';
import { HallwayProblem } from './client-problem.ts';

/** The problem in a refused answer. A proxy on the way may answer something else, so nothing is taken for granted. */
export async function problemOf(response: Response, clock: Clock): Promise<HallwayProblem> {
  const text = await response.text();
  return readProblem(response.status, text, response.headers.get('retry-after'), clock);
}

export function readProblem(status: number, text: string, retryAfter: string | null, clock: Clock): HallwayProblem {
  return new HallwayProblem(parse(text) ?? { code: 'unexpected-answer', status, title: `The server answered ${status}` }, secondsOf(retryAfter, clock));
}

function parse(text: string): Problem | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : undefined;
  } catch {
    return undefined; // not JSON: not from Hallway
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body && typeof body.code === 'string' && typeof body.status === 'number';
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(header: string | null, clock: Clock): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - clock.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

import { unauthenticated } from '@hallway/contracts-core';

import { ProblemError } from '../errors';

/** What a valid access token says. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  /** In ms since the epoch. */
  expiresAt: number;
}

/** How access tokens must be signed and addressed. */
export const accessTokenRules = {
  algorithms: ['ES256'],
  issuer: 'hallway',
  audience: 'hallway',
  clockTolerance: 30,
} as const;

const maxTokenLength = 4_096;
/** An ES256 signature is 64 bytes, so 86 characters. */
const tokenShape = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{86}$/;
const keyIdShape = /^[A-Za-z0-9_-]{1,64}$/;
const allowedHeader = new Set(['alg', 'kid', 'typ']);

export function refuse(): ProblemError {
  return new ProblemError(unauthenticated, {
    detail: 'A valid access token is needed',
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  });
}

/** Decodes a part, which must be written in the one way that `JSON.stringify` writes it: no duplicates, no trailing bytes. */
function decodePart(part: string): Record<string, unknown> {
  const bytes = Buffer.from(part, 'base64url');
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    const canonical = bytes.toString('base64url') === part && JSON.stringify(value) === text;
    if (canonical && typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    throw refuse();
  }
  throw refuse();
}

/** Checks everything about a token but its signature and times, and names the key that must have signed it. */
export function keyIdOf(token: string): string {
  if (token.length > maxTokenLength || !tokenShape.test(token)) throw refuse();
  const [head = '', payload = '', signature = ''] = token.split('.');
  const header = decodePart(head);
  decodePart(payload);
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) throw refuse();
  if (header.alg !== 'ES256' || header.typ !== 'at+jwt') throw refuse();
  if (Object.keys(header).some((name) => !allowedHeader.has(name))) throw refuse();
  if (typeof header.kid !== 'string' || !keyIdShape.test(header.kid)) throw refuse();
  return header.kid;
}

/** Reads the claims of a token whose signature is good; every one of them is required. */
export function claimsOf(payload: unknown): AccessClaims {
  const { sub, sid, jti, exp, aud } = (payload ?? {}) as Record<string, unknown>;
  const texts = [sub, sid, jti].every((claim) => typeof claim === 'string' && claim.length > 0 && claim.length <= 64);
  if (!texts || typeof exp !== 'number' || !Number.isFinite(exp) || aud !== accessTokenRules.audience) throw refuse();
  return { userId: sub as string, sessionId: sid as string, expiresAt: exp * 1_000 };
}

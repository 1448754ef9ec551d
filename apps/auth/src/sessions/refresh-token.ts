import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits; only its hash is stored, so that a copy of the database signs nobody in. */
export function newRefreshToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashRefreshToken(token) };
}

export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

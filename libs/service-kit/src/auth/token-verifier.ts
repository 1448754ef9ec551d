import { JwtService } from '@nestjs/jwt';

import { tokenExpired } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { type AccessClaims, accessTokenRules, claimsOf, keyIdOf, refuse } from './access-token';
import type { KeyStore } from './key-store';

const cacheSize = 5_000;

export function expired(): ProblemError {
  return new ProblemError(tokenExpired, { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });
}

/** What is thrown for a failure of the JWT library. */
export function refusalOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return error instanceof Error && error.name === 'TokenExpiredError' ? expired() : refuse();
}

/** Checks access tokens against the public keys of auth. */
export class TokenVerifier {
  private readonly jwt = new JwtService({});
  /** Verified tokens, oldest first. */
  private readonly cache = new Map<string, AccessClaims>();

  constructor(private readonly keys: KeyStore) {}

  /** Throws `unauthenticated`, `token-expired`, or `unavailable` when the keys cannot be had. */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.cache.get(token);
    if (known) {
      if (known.expiresAt + accessTokenRules.clockTolerance * 1_000 > Date.now()) return known;
      this.cache.delete(token);
      throw expired();
    }
    const claims = await this.check(token);
    this.cache.set(token, claims);
    if (this.cache.size > cacheSize) this.cache.delete(this.cache.keys().next().value ?? token);
    return claims;
  }

  private async check(token: string): Promise<AccessClaims> {
    const publicKey = await this.keys.find(keyIdOf(token));
    try {
      const payload = await this.jwt.verifyAsync<object>(token, {
        ...accessTokenRules,
        algorithms: [...accessTokenRules.algorithms],
        publicKey,
      });
      return claimsOf(payload);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

import { createPublicKey } from 'node:crypto';

import { unavailable } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { refuse } from './access-token';

/** Gets the JSON of the public keys from auth. */
export type JwksSource = () => Promise<unknown>;

const maxAgeMs = 10 * 60_000;
const refreshEveryMs = 10_000;
const maxKeys = 20;

/** Public keys as PEM, by key id; keys of other kinds are left out. */
function readKeys(jwks: unknown): Map<string, string> {
  const { keys } = (jwks ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('The answer of auth is not a key set');
  const read = new Map<string, string>();
  for (const key of keys.slice(0, maxKeys) as Record<string, unknown>[]) {
    const { kid, kty, crv, x, y } = key;
    if (typeof kid !== 'string' || kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string') continue;
    read.set(kid, createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string);
  }
  return read;
}

/**
 * The public keys of auth. Kept for ten minutes; an unknown key id asks again, at most every ten
 * seconds. While auth is away the last known keys go on working.
 */
export class KeyStore {
  private keys = new Map<string, string>();
  private loadedAt = -Infinity;
  private askedAt = -Infinity;
  private loading?: Promise<void>;

  constructor(
    private readonly source: JwksSource,
    private readonly onFailure: (error: unknown) => void = () => undefined,
  ) {}

  /** The key of that id as PEM; throws `unauthenticated` when there is none, `unavailable` when no key was ever loaded. */
  async find(keyId: string): Promise<string> {
    const known = this.keys.get(keyId);
    if (known) {
      if (Date.now() - this.loadedAt > maxAgeMs) void this.refresh();
      return known;
    }
    await this.refresh();
    const found = this.keys.get(keyId);
    if (found) return found;
    if (this.keys.size === 0) throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
    throw refuse();
  }

  private refresh(): Promise<void> {
    if (this.loading) return this.loading;
    // Without any key no token can be verified, so ask more often.
    const every = this.keys.size === 0 ? 500 : refreshEveryMs;
    if (Date.now() - this.askedAt < every) return Promise.resolve();
    this.askedAt = Date.now();
    this.loading = this.load().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async load(): Promise<void> {
    try {
      const keys = readKeys(await this.source());
      if (keys.size === 0) throw new Error('The key set of auth is empty');
      this.keys = keys;
      this.loadedAt = Date.now();
    } catch (error) {
      this.onFailure(error);
    }
  }
}

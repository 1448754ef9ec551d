import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

import { type AccessClaims, accessTokenRules, claimsOf, keyIdOf } from './access-token';
import type { KeyStore } from './key-store';

type KeyCallback = (error: unknown, key?: string) => void;

/** Rejects instead of throwing when the token is malformed. */
async function findKey(keys: KeyStore, token: string): Promise<string> {
  return keys.find(keyIdOf(token));
}

/**
 * The passport strategy for access tokens. Passport is one for the whole process, so each
 * application registers under a name of its own.
 */
export function registerUserStrategy(name: string, keys: KeyStore): object {
  class UserStrategy extends PassportStrategy(Strategy, name) {
    constructor() {
      super({
        ...accessTokenRules,
        algorithms: [...accessTokenRules.algorithms],
        jsonWebTokenOptions: { clockTolerance: accessTokenRules.clockTolerance },
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKeyProvider: (_request: unknown, token: string, done: KeyCallback) => {
          findKey(keys, token).then((key) => done(null, key), done);
        },
      });
    }

    validate(payload: unknown): AccessClaims {
      return claimsOf(payload);
    }
  }
  return new UserStrategy();
}

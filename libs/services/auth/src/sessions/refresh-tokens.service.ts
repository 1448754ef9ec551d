import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

import { AuthConfig } from '../config';

/** For so long the exchange of a token may be repeated: its answer was lost, or several tabs asked at once. */
export const repeatableSeconds = 30;

/**
 * 256-bit tokens of which only hashes are stored, so that a copy of the database
 * signs no one in. The next one is a keyed hash of the one exchanged: an exchange
 * can be repeated although no token is kept (ADR 0013).
 */
@Injectable()
export class RefreshTokensService {
  private readonly key: Buffer;

  constructor(config: AuthConfig) {
    this.key = Buffer.from(hkdfSync('sha256', config.AUTH_KEY_SECRET, 'hallway', 'refresh tokens', 32));
  }

  first(): string {
    return randomBytes(32).toString('base64url');
  }

  next(token: string): string {
    return createHmac('sha256', this.key).update(token).digest('base64url');
  }

  hash(token: string): Buffer {
    return createHash('sha256').update(token).digest();
  }
}

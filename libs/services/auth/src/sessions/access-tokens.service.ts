import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { v7 as uuidv7 } from 'uuid';

import { AuthConfig } from '../config';
import { KeysService } from '../keys/keys.service';

/** Signs the short-lived tokens that every service verifies by itself. */
@Injectable()
export class AccessTokensService {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: KeysService,
    private readonly config: AuthConfig,
  ) {}

  get expiresIn(): number {
    return this.config.AUTH_ACCESS_TOKEN_SECONDS;
  }

  issue(userId: string, sessionId: string): Promise<string> {
    const key = this.keys.signingKey();
    return this.jwt.signAsync(
      { sid: sessionId },
      {
        algorithm: 'ES256',
        privateKey: key.privateKey,
        keyid: key.kid,
        header: { alg: 'ES256', typ: 'at+jwt' },
        issuer: 'hallway',
        audience: 'hallway',
        subject: userId,
        jwtid: uuidv7(),
        expiresIn: this.expiresIn,
      },
    );
  }
}

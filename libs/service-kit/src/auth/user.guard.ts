import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

import { unauthenticated } from '@hallway/contracts-core';

import { requestContext } from '../context';
import { ProblemError } from '../errors';
import type { AccessClaims } from './access-token';
import { refusalOf } from './token-verifier';

/** Lets signed-in users in: an access token in the `Authorization` header, and nothing else. */
@Injectable()
export class UserGuard extends AuthGuard() {
  override handleRequest<User = AccessClaims>(error: unknown, claims: AccessClaims | false, info: unknown): User {
    if (error) throw error;
    if (!claims) {
      if (info instanceof Error && info.message === 'No auth token') {
        throw new ProblemError(unauthenticated, { headers: { 'WWW-Authenticate': 'Bearer' } });
      }
      throw refusalOf(info);
    }
    const context = requestContext.get();
    if (context) {
      context.userId = claims.userId;
      context.sessionId = claims.sessionId;
    }
    return claims as User;
  }
}

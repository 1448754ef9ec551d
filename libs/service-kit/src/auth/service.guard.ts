import { type CanActivate, Injectable } from '@nestjs/common';

import { unauthenticated } from '@hallway/contracts-core';

import { requestContext } from '../context';
import { ProblemError } from '../errors';

/** Lets other Hallway services in: the request context knows them by the token they sent. */
@Injectable()
export class ServiceGuard implements CanActivate {
  canActivate(): boolean {
    if (!requestContext.get()?.caller) throw new ProblemError(unauthenticated, { detail: 'A service token is needed' });
    return true;
  }
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

import { unauthenticated } from '@hallway/contracts-core';

import { requestContext } from '../context';
import { ProblemError } from '../errors';
import { inputOf } from './endpoint.interceptor';

/** Who calls. */
export interface Caller {
  userId: string;
  sessionId: string;
}

/** The address of the caller. */
export interface CallingClient {
  ip: string;
  userAgent: string;
}

function requestOf(context: ExecutionContext): object {
  return context.switchToHttp().getRequest<object>();
}

/** The body, as an instance of the endpoint's class. */
export const Body = createParamDecorator((_data: unknown, context: ExecutionContext) => inputOf(requestOf(context)).body);

/** The query, as an instance of the endpoint's class. */
export const Query = createParamDecorator((_data: unknown, context: ExecutionContext) => inputOf(requestOf(context)).query);

/** All path parameters, or the named one. Ids are UUIDs in lower case. */
export const Params = createParamDecorator((name: string | undefined, context: ExecutionContext) => {
  const { params } = inputOf(requestOf(context));
  return name === undefined ? params : params[name];
});

/** The signed-in user, or the user that a service acts for. */
export const CurrentUser = createParamDecorator((): Caller => {
  const context = requestContext.get();
  if (!context?.userId) throw new ProblemError(unauthenticated);
  return { userId: context.userId, sessionId: context.sessionId ?? '' };
});

/** Address and program of the client, as seen at the edge. */
export const ClientInfo = createParamDecorator((): CallingClient => {
  const context = requestContext.get();
  return { ip: context?.ip ?? '', userAgent: context?.userAgent ?? '' };
});

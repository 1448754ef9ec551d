import { isIP } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

import { serviceHeader, type ServiceTokens, userHeader } from '../auth';
import { newRequestContext, type RequestContext, requestContext } from '../context';
import { SpanKind, type Tracing } from '../tracing';

/** Header by which a service says how many ms it will still wait. */
export const deadlineHeader = 'x-hallway-deadline';

const maxUserAgent = 400;

function address(text: string | undefined): string | undefined {
  const plain = text?.trim().replace(/^::ffff:(?=\d+\.)/, '');
  return plain && isIP(plain) ? plain : undefined;
}

/** What only another service of ours may say: for whom it acts, and from where that one called. */
function trust(context: RequestContext, request: Request, caller: string): void {
  context.caller = caller;
  context.ip = address(request.get('x-forwarded-for')?.split(',')[0]) ?? context.ip;
  const [userId, sessionId] = (request.get(userHeader) ?? '').split(';');
  if (userId) context.userId = userId;
  if (sessionId) context.sessionId = sessionId;
  const wait = Number(request.get(deadlineHeader));
  if (wait > 0 && wait < 600_000) context.deadline = Date.now() + wait;
}

/** Starts the context of each request, and its span, which the end of the answer ends. */
export function contextMiddleware(tokens: ServiceTokens, tracing: Tracing) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const traceparent = request.get('traceparent');
    const context = newRequestContext({ requestId: request.get('x-request-id'), traceparent });
    if (!request.url.startsWith('/health/')) tracing.beginContext(context, traceparent, { name: request.method, kind: SpanKind.SERVER });
    context.ip = address(request.socket.remoteAddress);
    context.userAgent = request.get('user-agent')?.slice(0, maxUserAgent);
    const token = request.get(serviceHeader);
    const caller = token && tokens.callerOf(token);
    if (caller) trust(context, request, caller);
    response.setHeader('x-request-id', context.requestId);
    // Answers are personal unless a handler says otherwise.
    response.setHeader('cache-control', 'no-store');
    requestContext.run(context, next);
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Span } from '@opentelemetry/api';

import { newTraceparent, traceIdOf } from './trace';

/** Who asks for what: travels with a request through all services and their log lines. */
export interface RequestContext {
  requestId: string;
  traceId: string;
  traceparent: string;
  /** What is recorded of it, when it is. */
  span?: Span;
  userId?: string;
  sessionId?: string;
  /** Address of the client, as seen at the edge. */
  ip?: string;
  userAgent?: string;
  /** The service that called, once its token is verified. */
  caller?: string;
  /** When the caller stops waiting, in ms since the epoch. */
  deadline?: number;
  /** Route pattern for logs and metrics, where the router does not know it. */
  route?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();
const requestIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** The context of the present request, kept across awaits. */
export const requestContext = {
  get: (): RequestContext | undefined => storage.getStore(),
  run: <Result>(context: RequestContext, work: () => Result): Result => storage.run(context, work),
  /** The trace id of the present request, or a new one: every answer names one. */
  traceId: (): string => storage.getStore()?.traceId ?? newRequestContext().traceId,
};

/** Starts a context; ids from outside are kept when they are well-formed. */
export function newRequestContext(from: { requestId?: string; traceparent?: string } = {}): RequestContext {
  const traceparent = newTraceparent(traceIdOf(from.traceparent));
  return {
    requestId: from.requestId && requestIdPattern.test(from.requestId) ? from.requestId : randomUUID(),
    traceId: traceparent.slice(3, 35),
    traceparent,
  };
}

import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';

import { requestContext } from '../context';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';

/** The pattern, never the path: paths hold ids. */
function routeOf(request: Request, known: string | undefined): string {
  const route = (request.route as { path?: unknown } | undefined)?.path;
  return known ?? (typeof route === 'string' ? route : 'none');
}

/** Names: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
function endSpan(span: Span, method: string, route: string, status: number): void {
  // Routes of the edge have their method with them.
  const name = route.startsWith(`${method} `) ? route : `${method} ${route}`;
  span.updateName(name);
  span.setAttributes({ 'http.request.method': method, 'http.route': name.slice(method.length + 1), 'http.response.status_code': status });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** One log line and one observation per request, and the end of its span. */
export function requestLogMiddleware(logger: Logger, metrics: Metrics) {
  const durations = metrics.histogram('hallway_http_request_duration_seconds', 'Time from the request to the end of the answer', ['method', 'route', 'status']);
  const inFlight = metrics.gauge('hallway_http_requests_in_flight', 'Requests that are being answered');
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    const context = requestContext.get();
    inFlight.inc();
    response.once('close', () => {
      inFlight.dec();
      const ms = performance.now() - started;
      const route = routeOf(request, context?.route);
      const { method } = request;
      // 499: the client went away before the answer was complete.
      const status = response.writableFinished ? response.statusCode : 499;
      durations.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1_000);
      if (context?.span) endSpan(context.span, method, route, status);
      const write = () => logger.info('request', { method, route, status, ms: Math.round(ms * 10) / 10, caller: context?.caller });
      if (context) requestContext.run(context, write);
      else write();
    });
    next();
  };
}

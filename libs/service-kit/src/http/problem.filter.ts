import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';

import { methodNotAllowed, notFound } from '@hallway/contracts-core';

import { requestContext } from '../context';
import { classify, ProblemError, toProblem } from '../errors';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import { allowedMethods } from './allowed-methods';

/** Answers every failure with `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly problems;

  constructor(
    private readonly logger: Logger,
    metrics: Metrics,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    this.problems = metrics.counter('hallway_http_problems_total', 'Failures answered, by code', ['code']);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    if (wasCut(error, request, http.getResponse<Response>())) {
      this.logger.debug('the caller went before the end', { err: error });
      return;
    }
    const problem = this.refine(classify(error), error, request);
    this.report(problem, error);
    sendProblem(http.getResponse<Response>(), problem);
  }

  /** A path that exists for another method is 405. Services throw `ProblemError`, so other 404s come from the router. */
  private refine(problem: ProblemError, error: unknown, request: Request): ProblemError {
    if (problem === error || problem.definition !== notFound) return problem;
    const methods = allowedMethods(this.adapterHost.httpAdapter.getInstance<object>(), request.path);
    return methods.length === 0 ? problem : new ProblemError(methodNotAllowed, { headers: { Allow: methods.join(', ') } });
  }

  private report(problem: ProblemError, error: unknown): void {
    this.problems.inc({ code: problem.code });
    if (problem.code === 'internal') this.logger.error('unexpected failure', { err: error });
    else if (problem.status === 503) this.logger.warn('temporarily unavailable', { err: problem.cause ?? error });
    else if (problem.status === 403) this.logger.audit('access', { outcome: 'refused', problem: problem.code });
  }
}

/** What a stream says when the other side of it is gone. */
const cuts = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_UNABLE_TO_PIPE', 'EPIPE']);

/** Whether it failed because the caller hung up in the middle of request or answer: there is no one to answer, and nothing is wrong. */
function wasCut(error: unknown, request: Request, response: Response): boolean {
  if (!response.destroyed || response.writableFinished) return false;
  return error === request.errored || cuts.has((error as { code?: string } | undefined)?.code ?? '');
}

/** Sends a problem on an answer that has not begun; ends the connection of one that has. */
export function sendProblem(response: Response, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = classify(error);
  for (const [name, value] of Object.entries(problemHeaders(problem))) response.setHeader(name, value);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.statusCode = problem.status;
  response.end(JSON.stringify(toProblem(problem, requestContext.traceId())));
}

export function problemHeaders({ retryAfterSeconds, headers }: ProblemError): Record<string, string> {
  return { ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }), ...headers };
}

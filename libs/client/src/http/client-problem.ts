import type { Problem, ProblemDefinition, ProblemField } from '@hallway/contracts-core';

/** The server refused: the RFC 9457 body as an error. Compare `code`, show `detail` or `errors`. */
export class HallwayProblem extends Error {
  override readonly name = 'HallwayProblem';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: ProblemField[];
  readonly traceId: string | undefined;

  constructor(
    problem: Pick<Problem, 'code' | 'status' | 'title'> & Partial<Problem>,
    /** From `Retry-After`. */
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.detail || problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail ?? '';
    this.errors = problem.errors ?? [];
    this.traceId = problem.traceId;
  }

  is(definition: ProblemDefinition): boolean {
    return this.code === definition.code;
  }
}

export type NetworkProblemReason = 'offline' | 'timeout' | 'failed';

/** No answer came. The call may or may not have happened. */
export class NetworkProblem extends Error {
  override readonly name = 'NetworkProblem';

  constructor(
    readonly reason: NetworkProblemReason,
    options?: { cause?: unknown },
  ) {
    super(reason === 'timeout' ? 'The server did not answer in time' : 'The server cannot be reached', options);
  }
}

/** May the same call succeed later, without anybody changing it? */
export function isRetryable(error: unknown): boolean {
  if (error instanceof NetworkProblem) return true;
  if (!(error instanceof HallwayProblem)) return false;
  return error.status === 401 || error.status === 408 || error.status === 429 || error.status >= 500;
}

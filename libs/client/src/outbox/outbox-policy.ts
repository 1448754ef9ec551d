import { HallwayProblem, isRetryable } from '../http/client-problem.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { OutboxProblem } from './outbox-message.ts';

/** What to do after a send failed. */
export type Verdict = { retryAfterMs: number } | { refused: OutboxProblem };

/** A refusal is final; anything that may pass by itself is tried again, no sooner than the server asks. */
export function judge(error: unknown, failures: number, backoff: BackoffLimits): Verdict {
  if (error instanceof HallwayProblem && !isRetryable(error)) return { refused: outboxProblem(error) };
  const asked = error instanceof HallwayProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return { retryAfterMs: Math.max(asked, backoffDelay(failures, backoff)) };
}

/** Plain data, for the storage. */
function outboxProblem({ code, status, title, detail, errors }: HallwayProblem): OutboxProblem {
  return { code, status, title, detail, errors };
}

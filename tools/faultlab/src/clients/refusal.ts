import { HallwayProblem } from '@hallway/client';

import type { Recorder } from '../lab/recorder';

/** Writes down a definite refusal; anything else is a fault of the lab itself. */
export function recordRefusal(recorder: Recorder, op: number, error: unknown): void {
  if (!(error instanceof HallwayProblem)) throw error;
  recorder.record({ type: 'refused', op, status: error.status, code: error.code });
}

/** Writes down a server error that a socket was answered with; its acknowledgements have no header to say when to come back. */
export function recordServerFault(recorder: Recorder, event: string, error: unknown): void {
  if (!(error instanceof HallwayProblem) || error.status < 500 || !recorder.watching) return;
  recorder.record({ type: 'server-fault', status: error.status, retryAfter: error.status === 503, call: event });
}

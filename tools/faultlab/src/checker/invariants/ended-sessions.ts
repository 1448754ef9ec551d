import { ofKind } from '../calls';
import type { Findings } from '../findings';
import type { Run } from '../run';

/** So long a session that was ended may still hear something. */
const endingMs = 5_000;
/** With its events held up by a fault, unless everything was in step again before. */
const endingInFaultMs = 60_000;

/** I9. A device that signs in again gets another name. */
export function checkEndedSessions(run: Run, findings: Findings): void {
  for (const call of ofKind(run.calls, 'revoke-session')) {
    if (call.outcome !== 'acked') continue;
    const { userId, device } = call.operation;
    const deadline = deadlineOf(run, call.endedAt);
    if (run.endedAt <= deadline) continue;
    findings.checked('I9');
    for (const type of ['frame', 'mark', 'presence'] as const) {
      const received = run.recorded(type).find(({ event }) => event.user === userId && event.device === device && event.t > deadline);
      if (received) findings.violation('I9', 'a session that was ended heard something', [...run.callEvidence(call), received]);
    }
    const open = run.devices.of(userId, device).find(({ closedAt, openedAt }) => openedAt <= run.endedAt && closedAt > deadline);
    if (open) findings.violation('I9', 'a session that was ended stayed connected, or connected again', [...run.callEvidence(call), run.line(open.openedLine)]);
  }
}

function deadlineOf(run: Run, endedAt: number): number {
  if (!run.inFault(endedAt) && !run.inFault(endedAt + endingMs)) return endedAt + endingMs;
  const inStepAt = run.recorded('settled').find(({ event }) => event.inTime)?.event.t ?? Infinity;
  return Math.min(endedAt + endingInFaultMs, Math.max(endedAt + endingMs, inStepAt));
}

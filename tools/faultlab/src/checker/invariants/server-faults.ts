import type { Findings } from '../findings';
import type { Run } from '../run';

/** I14. Every answer that was no server error counts as a check. */
export function checkServerFaults(run: Run, findings: Findings): void {
  findings.checked('I14', run.calls.filter(({ outcome }) => outcome !== 'unknown').length);
  for (const entry of run.recorded('server-fault')) {
    const { t, status, retryAfter, line, process, call } = entry.event;
    findings.checked('I14');
    if (line !== undefined) findings.violation('I14', `the log of ${process ?? 'a process'} has a line that must not be there`, [entry]);
    const excused = status === undefined || status < 500 || (status === 503 && retryAfter === true && run.inFault(t));
    if (!excused)
      findings.violation(
        'I14',
        `a client got ${status} for ${call ?? 'a call'}${status === 503 ? (retryAfter ? ' without a fault' : ' without Retry-After') : ''}`,
        [entry],
      );
  }
}

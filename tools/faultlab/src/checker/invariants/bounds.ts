import type { Findings } from '../findings';
import type { Run } from '../run';
import type { Timings } from '../verdict';

/** The run ended in time, and everything that it is judged by was written down. */
export function checkBounds(run: Run, findings: Findings, timings: Timings): void {
  checkWhole(run, findings);
  const settled = run.recorded('settled').at(-1);
  findings.checked('bound');
  if (!settled) return findings.violation('bound', 'the run never came to rest', []);
  if (!settled.event.inTime)
    findings.violation('bound', `not in step within the bound: ${settled.event.waitingFor.join(', ') || 'the cause is not known'}`, [settled]);
  const { boundMs = Infinity, ackGapMs } = run.bounds;
  if (settled.event.inTime && (timings.healToSettledMs ?? 0) > boundMs)
    findings.violation('bound', `in step after ${Math.round(timings.healToSettledMs ?? 0)} ms, the bound is ${boundMs} ms`, [settled]);
  if (ackGapMs === undefined) return;
  findings.checked('bound');
  if (timings.longestAckGapMs > ackGapMs)
    findings.violation('bound', `no acknowledgement for ${Math.round(timings.longestAckGapMs)} ms, the bound is ${ackGapMs} ms`, []);
}

function checkWhole(run: Run, findings: Findings): void {
  findings.checked('bound');
  if (!run.header || run.events[0]?.type !== 'run') findings.violation('bound', 'the history does not begin with its run', []);
  if (run.recorded('state').length === 0) findings.violation('bound', 'the state of the machinery at the end was not recorded', []);
  for (const { id } of run.header?.conversations ?? []) {
    findings.checked('bound');
    if (!run.truths.has(id)) findings.violation('bound', 'the timeline of a conversation was not recorded', [run.line(1)]);
  }
  for (const { name, target, healedAt } of run.faults) if (healedAt === Infinity) findings.violation('bound', `the fault ${name} of ${target} never ended`, []);
}

import type { FinalState, ResourceUse } from '../../history/history-event';
import type { Findings } from '../findings';
import { mostAfter } from '../resource-limits';
import type { Run } from '../run';

/** I11 */
export function checkMachinery(run: Run, findings: Findings): void {
  for (const { event, line } of run.recorded('state')) {
    const waiting = [...entries('events wait in the outbox of', event.outbox), ...entries('events were not acknowledged by', event.lag)];
    findings.checked('I11', waiting.length + 1);
    for (const { what, name, count } of waiting) if (count !== 0) findings.violation('I11', `${count} ${what} ${name}`, [{ line, event }]);
    if (event.deadLetters !== event.plantedDeadLetters)
      findings.violation('I11', `${event.deadLetters} events were put aside, and ${event.plantedDeadLetters} were meant to be`, [{ line, event }]);
  }
}

function entries(what: string, counts: Record<string, number>): { what: string; name: string; count: number }[] {
  return Object.entries(counts).map(([name, count]) => ({ what, name, count }));
}

/** I13. Less than before is fine: the process may be a new one. */
export function checkResources(run: Run, findings: Findings): void {
  for (const { event, line } of run.recorded('state')) {
    for (const use of event.resources) for (const name of ['residentBytes', 'descriptors'] as const) checkUse(findings, { event, line }, use, name);
  }
}

function checkUse(findings: Findings, entry: { event: FinalState; line: number }, use: FinalState['resources'][number], name: keyof ResourceUse): void {
  findings.checked('I13');
  if (use.after[name] <= mostAfter(use.before, name)) return;
  findings.violation('I13', `${use.process} went from ${use.before[name]} ${name} to ${use.after[name]}`, [
    { line: entry.line, event: { ...entry.event, resources: [use] } },
  ]);
}

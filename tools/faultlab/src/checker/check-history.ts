import type { HistoryEvent } from '../history/history-event';
import { Findings } from './findings';
import { measure } from './timings';
import type { Verdict } from './verdict';

/** Judges a recorded run. A pure function of its events. */
export function checkHistory(events: readonly HistoryEvent[]): Verdict {
  const findings = new Findings();
  const header = events.find((event) => event.type === 'run');
  if (!header) findings.violation('bound', 'the history does not begin with its run', []);
  return { seed: header?.seed ?? 0, fault: header?.fault ?? '', ...findings.result(), lost: [], timings: measure(events) };
}

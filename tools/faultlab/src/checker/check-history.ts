import type { HistoryEvent } from '../history/history-event';
import { Findings } from './findings';
import { checkAcknowledgedKept } from './invariants/acknowledged-kept';
import { checkBounds } from './invariants/bounds';
import { checkDenseNumbers } from './invariants/dense-numbers';
import { checkEffectsOnce } from './invariants/effects-once';
import { checkEndedSessions } from './invariants/ended-sessions';
import { checkFence } from './invariants/fence';
import { checkLiveFrames } from './invariants/live-frames';
import { checkMachinery, checkResources } from './invariants/machinery';
import { checkMarks } from './invariants/marks';
import { checkNothingInvented } from './invariants/nothing-invented';
import { checkPresence } from './invariants/presence';
import { checkRealTimeOrder } from './invariants/real-time-order';
import { checkReducerLaw } from './invariants/reducer-law';
import { checkSameView } from './invariants/same-view';
import { checkServerFaults } from './invariants/server-faults';
import { Run } from './run';
import { measure } from './timings';
import type { Verdict } from './verdict';

const checks = [
  checkNothingInvented,
  checkDenseNumbers,
  checkRealTimeOrder,
  checkSameView,
  checkLiveFrames,
  checkMarks,
  checkFence,
  checkPresence,
  checkEndedSessions,
  checkReducerLaw,
  checkMachinery,
  checkEffectsOnce,
  checkResources,
  checkServerFaults,
];

/** Judges a recorded run. A pure function of its events, in their recorded order. */
export function checkHistory(events: readonly HistoryEvent[]): Verdict {
  const run = new Run(events);
  const findings = new Findings();
  const timings = measure(events);
  checkBounds(run, findings, timings);
  const lost = checkAcknowledgedKept(run, findings);
  for (const check of checks) check(run, findings);
  return { seed: run.header?.seed ?? 0, fault: run.header?.fault ?? '', ...findings.result(), lost, timings };
}

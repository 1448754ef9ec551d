import type { FaultChanged, HistoryEvent } from '../history/history-event';

export interface FaultTime {
  name: string;
  target: string;
  startedAt: number;
  /** Never, when nothing says that it ended. */
  healedAt: number;
}

/** From start to heal of every fault, matched by name and target. */
export function readFaults(events: readonly HistoryEvent[]): FaultTime[] {
  const faults: FaultTime[] = [];
  for (const event of events) if (event.type === 'fault') note(faults, event);
  return faults;
}

function note(faults: FaultTime[], { name, target, phase, t }: FaultChanged): void {
  if (phase === 'start') faults.push({ name, target, startedAt: t, healedAt: Infinity });
  else {
    const open = faults.findLast((fault) => fault.name === name && fault.target === target && fault.healedAt === Infinity);
    if (open) open.healedAt = t;
  }
}

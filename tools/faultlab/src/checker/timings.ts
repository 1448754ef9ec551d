import type { HistoryEvent } from '../history/history-event';
import type { Timings } from './verdict';

/** How long things took. */
export function measure(events: readonly HistoryEvent[]): Timings {
  const gap = longestAckGap(events);
  const healed = events.filter((event) => event.type === 'fault' && event.phase === 'heal').at(-1)?.t;
  const settled = events.filter((event) => event.type === 'settled').at(-1)?.t;
  return {
    longestAckGapMs: gap.ms,
    longestAckGapAt: gap.at,
    ...(healed !== undefined && settled !== undefined && { healToSettledMs: settled - healed }),
    durationMs: events.reduce((latest, { t }) => Math.max(latest, t), 0),
  };
}

interface Wait {
  from: number;
  to: number;
}

/** Time counts only while a send waits: between two acknowledgements, from the first send that the second or a later one answers. */
function longestAckGap(events: readonly HistoryEvent[]): { ms: number; at: number } {
  const waits = sends(events).sort((a, b) => a.to - b.to);
  let longest = { ms: 0, at: 0 };
  let earliest = Infinity;
  for (let index = waits.length - 1; index >= 0; index -= 1) {
    const { from, to } = waits[index]!;
    earliest = Math.min(earliest, from);
    const begin = Math.max(waits[index - 1]?.to ?? -Infinity, earliest);
    if (to - begin > longest.ms) longest = { ms: to - begin, at: begin };
  }
  return longest;
}

/** Sends with their answer. One that is not waited for any more cannot be told from one that still waits, so it does not count. */
function sends(events: readonly HistoryEvent[]): Wait[] {
  const begun = new Map<number, number>();
  const waits: Wait[] = [];
  for (const event of events) {
    if (event.type === 'invoked' && event.operation.kind === 'send') begun.set(event.op, event.t);
    const from = event.type === 'answered' ? begun.get(event.op) : undefined;
    if (from !== undefined) waits.push({ from, to: event.t });
  }
  return waits;
}

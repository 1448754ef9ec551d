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

/** Time counts only while somebody waits: between two acknowledgements, from the first send that the second or a later one answers. */
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

/** Sends with their answer. One that was never answered, and not refused, waits until the run settled, if nothing else was acknowledged after it. */
function sends(events: readonly HistoryEvent[]): Wait[] {
  const open = new Map<number, number>();
  const waits: Wait[] = [];
  let lastAck = -Infinity;
  for (const event of events) {
    if (event.type === 'invoked' && event.operation.kind === 'send') open.set(event.op, event.t);
    if (event.type === 'refused') open.delete(event.op);
    const from = event.type === 'answered' ? open.get(event.op) : undefined;
    if (event.type !== 'answered' || from === undefined) continue;
    waits.push({ from, to: event.t });
    lastAck = event.t;
    open.delete(event.op);
  }
  const unanswered = [...open.values()].filter((t) => t > lastAck);
  const end = events.find((event) => event.type === 'settled')?.t;
  if (unanswered.length > 0 && end !== undefined) waits.push({ from: Math.min(...unanswered), to: end });
  return waits;
}

import { type Call, ofKind, readCalls } from '../checker/calls';
import { type FaultTime, readFaults } from '../checker/fault-times';
import type { HistoryEvent } from '../history/history-event';

/** One second of a run, or a few where it is long. */
export interface Slice {
  t: number;
  acks: number;
  /** Send to acknowledgement, in ms; absent while nothing was acknowledged. */
  p50?: number;
  p99?: number;
}

/** What the pictures of a report are drawn from. */
export interface Measures {
  durationMs: number;
  sliceMs: number;
  slices: Slice[];
  faults: FaultTime[];
  settledAt?: number;
  counts: { name: string; count: number }[];
  latency: { p50: number; p99: number; most: number };
}

type Timed = Pick<Call, 'invokedAt' | 'endedAt'>;

const mostSlices = 180;

export function measuresOf(events: readonly HistoryEvent[]): Measures {
  const durationMs = events.reduce((latest, { t }) => Math.max(latest, t), 1);
  const sliceMs = Math.max(1_000, Math.ceil(durationMs / mostSlices / 1_000) * 1_000);
  const calls = readCalls(events);
  const acked = ofKind(calls, 'send').filter(({ outcome }) => outcome === 'acked');
  const settledAt = events.findLast((event) => event.type === 'settled')?.t;
  const times = latencies(acked);
  return {
    durationMs,
    sliceMs,
    slices: slicesOf(acked, durationMs, sliceMs),
    faults: readFaults(events),
    ...(settledAt !== undefined && { settledAt }),
    counts: countsOf(events, calls),
    latency: { p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: times.at(-1) ?? 0 },
  };
}

function slicesOf(acked: readonly Timed[], durationMs: number, sliceMs: number): Slice[] {
  const buckets: Timed[][] = Array.from({ length: Math.ceil(durationMs / sliceMs) }, () => []);
  for (const call of acked) buckets[Math.min(buckets.length - 1, Math.floor(call.endedAt / sliceMs))]?.push(call);
  return buckets.map((calls, index) => {
    const times = latencies(calls);
    const measured = times.length > 0 ? { p50: quantile(times, 0.5), p99: quantile(times, 0.99) } : {};
    return { t: index * sliceMs, acks: (calls.length * 1_000) / sliceMs, ...measured };
  });
}

function countsOf(events: readonly HistoryEvent[], calls: Call[]): Measures['counts'] {
  const sends = ofKind(calls, 'send');
  const outcome = (wanted: Call['outcome']): number => sends.filter((call) => call.outcome === wanted).length;
  const frames = events.reduce((sum, event) => sum + (event.type === 'frame' ? event.events.length : 0), 0);
  return [
    { name: 'sends acknowledged', count: outcome('acked') },
    { name: 'sends refused', count: outcome('refused') },
    { name: 'sends of unknown outcome', count: outcome('unknown') },
    { name: 'other calls', count: calls.length - sends.length },
    { name: 'changes seen live', count: frames },
    { name: 'events recorded', count: events.length },
  ];
}

function latencies(calls: readonly Timed[]): number[] {
  return calls.map(({ invokedAt, endedAt }) => endedAt - invokedAt).sort((a, b) => a - b);
}

function quantile(ascending: readonly number[], part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? 0;
}

import type { Answered, HistoryEvent, Invoked, Operation } from '../history/history-event';

export type Kind = Operation['kind'];
export type OperationOf<Of extends Kind> = Extract<Operation, { kind: Of }>;

/** A call of a client with what became of it. */
export interface Call<Of extends Kind = Kind> {
  op: number;
  user: string;
  device: string;
  operation: OperationOf<Of>;
  outcome: 'acked' | 'refused' | 'unknown';
  invokedAt: number;
  /** When it was acknowledged or refused; never, while that is unknown. */
  endedAt: number;
  answer?: Answered;
  /** Lines of the history that tell of it. */
  lines: number[];
}

/** Joins calls with their answers, in the order of the calls. */
export function readCalls(events: readonly HistoryEvent[]): Call[] {
  const calls = new Map<number, Call>();
  events.forEach((event, index) => {
    const line = index + 1;
    if (event.type === 'invoked') calls.set(event.op, begun(event, line));
    if (event.type !== 'answered' && event.type !== 'refused') return;
    const call = calls.get(event.op);
    if (!call || call.outcome !== 'unknown') return;
    call.outcome = event.type === 'answered' ? 'acked' : 'refused';
    call.endedAt = event.t;
    call.lines.push(line);
    if (event.type === 'answered') call.answer = event;
  });
  return [...calls.values()];
}

/** Calls of one kind. */
export function ofKind<Of extends Kind>(calls: readonly Call[], ...kinds: Of[]): Call<Of>[] {
  return calls.filter((call): call is Call<Of> & Call => kinds.includes(call.operation.kind as Of));
}

function begun({ op, user, device, operation, t }: Invoked, line: number): Call {
  return { op, user, device, operation, outcome: 'unknown', invokedAt: t, endedAt: Infinity, lines: [line] };
}

/** As if acknowledgements up to that time had never come: what they said may be gone. */
export function doubted(calls: readonly Call[], upTo: number): Call[] {
  return calls.map((call) => (call.outcome === 'acked' && call.endedAt <= upTo ? { ...call, outcome: 'unknown', endedAt: Infinity } : call));
}

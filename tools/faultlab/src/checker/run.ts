import type { Bounds, FinalMarks, FinalTimeline, HistoryEvent, RunStarted, SeenMessage } from '../history/history-event';
import { type Call, doubted, readCalls } from './calls';
import { DeviceSessions } from './device-sessions';
import { type FaultTime, readFaults } from './fault-times';
import { MemberHistory } from './member-history';
import { readSends, type Send, sendKey } from './sends';
import type { Evidence } from './verdict';

/** An event with its line. */
export interface Recorded<Event extends HistoryEvent = HistoryEvent> {
  event: Event;
  line: number;
}

export type EventOf<Type extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Type }>;

/** The end of a conversation, as the server tells it. */
export interface Truth extends Recorded<FinalTimeline> {
  bySeq: Map<number, SeenMessage>;
  byKey: Map<string, SeenMessage[]>;
  byId: Map<string, SeenMessage>;
}

/** A recorded run, ordered so that each invariant finds what it looks at. */
export class Run {
  readonly header: RunStarted | undefined;
  readonly bounds: Partial<Bounds>;
  readonly calls: Call[];
  readonly sends: Map<string, Send>;
  readonly memberHistory: MemberHistory;
  readonly devices: DeviceSessions;
  readonly faults: FaultTime[];
  readonly truths = new Map<string, Truth>();
  readonly finalMarks = new Map<string, Recorded<FinalMarks>>();
  readonly endedAt: number;
  /** What was acknowledged or seen up to here may be gone, where a fault is allowed to lose something. */
  readonly doubtedUpTo: number;
  private readonly byType = new Map<string, Recorded[]>();

  constructor(readonly events: readonly HistoryEvent[]) {
    events.forEach((event, index) => this.note(event, index + 1));
    this.header = this.recorded('run')[0]?.event;
    const { boundMs = this.header?.boundMs, ackGapMs = this.header?.ackGapMs } = this.recorded('settled').at(-1)?.event ?? {};
    this.bounds = { boundMs, ackGapMs };
    this.faults = readFaults(events);
    this.doubtedUpTo = this.header?.lossIsReported ? Math.max(...this.faults.map(({ healedAt }) => healedAt)) : -Infinity;
    this.calls = doubted(readCalls(events), this.doubtedUpTo);
    this.sends = readSends(this.calls);
    this.memberHistory = new MemberHistory(this.header?.conversations ?? [], this.calls);
    this.devices = new DeviceSessions(events);
    for (const recorded of this.recorded('timeline')) this.truths.set(recorded.event.conversationId, toTruth(recorded));
    for (const recorded of this.recorded('marks')) this.finalMarks.set(recorded.event.conversationId, recorded);
    this.endedAt = events.reduce((latest, { t }) => Math.max(latest, t), 0);
  }

  recorded<Type extends HistoryEvent['type']>(type: Type): Recorded<EventOf<Type>>[] {
    return (this.byType.get(type) ?? []) as Recorded<EventOf<Type>>[];
  }

  /** Frames and marks that must agree with the end of the run. */
  trusted<Type extends 'frame' | 'mark'>(type: Type): Recorded<EventOf<Type>>[] {
    const recorded: Recorded<EventOf<Type>>[] = this.recorded(type);
    return recorded.filter(({ line }) => (this.events[line - 1]?.t ?? 0) > this.doubtedUpTo);
  }

  line(line: number): Evidence | undefined {
    const event = this.events[line - 1];
    return event && { line, event };
  }

  callEvidence(call: Pick<Call, 'lines'> | undefined): (Evidence | undefined)[] {
    return (call?.lines ?? []).map((line) => this.line(line));
  }

  /** The timeline of a conversation, cut down to some of its messages. */
  truthEvidence({ line, event }: Truth, messages: readonly SeenMessage[]): Evidence {
    return { line, event: { ...event, messages: [...messages] } };
  }

  /** Whether a fault was going on, or had ended no longer ago than it may take to recover. */
  inFault(t: number): boolean {
    const grace = this.bounds.boundMs ?? 0;
    return this.faults.some(({ startedAt, healedAt }) => startedAt <= t && t <= healedAt + grace);
  }

  private note(event: HistoryEvent, line: number): void {
    const recorded = this.byType.get(event.type);
    if (recorded) recorded.push({ event, line });
    else this.byType.set(event.type, [{ event, line }]);
  }
}

function toTruth({ event, line }: Recorded<FinalTimeline>): Truth {
  const truth: Truth = { event, line, bySeq: new Map(), byKey: new Map(), byId: new Map() };
  for (const message of event.messages) {
    if (!truth.bySeq.has(message.seq)) truth.bySeq.set(message.seq, message);
    truth.byId.set(message.id, message);
    const key = sendKey(event.conversationId, message.senderId, message.clientMessageId);
    const same = truth.byKey.get(key);
    if (same) same.push(message);
    else truth.byKey.set(key, [message]);
  }
  return truth;
}

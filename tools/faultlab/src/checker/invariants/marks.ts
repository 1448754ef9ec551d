import { type Call, ofKind } from '../calls';
import type { Findings } from '../findings';
import { countBelow, groupBy, maximaBefore } from '../grouping';
import type { EventOf, Recorded, Run } from '../run';
import { sendKey } from '../sends';

type Mark = 'read' | 'delivered';

/** I6 */
export function checkMarks(run: Run, findings: Findings): void {
  const finals = new Map<string, number>();
  for (const [conversationId, { event }] of run.finalMarks) {
    for (const { userId, mark, seq } of event.marks) finals.set(markKey(conversationId, userId, mark), seq);
  }
  const joined = new JoinedBefore(run);
  checkObservers(run, findings, finals);
  checkAcknowledged(run, findings, finals, joined);
  checkOrigins(run, findings, joined);
}

/** On one connection a mark only grows, and no mark is delivered that was not kept. */
function checkObservers(run: Run, findings: Findings, finals: Map<string, number>): void {
  const seen = new Map<string, { entry: Recorded<EventOf<'mark'>>; connection: unknown }>();
  for (const entry of run.trusted('mark')) {
    const { user, device, conversationId, of, mark, seq, t } = entry.event;
    const key = `${user} ${device} ${markKey(conversationId, of, mark)}`;
    const connection = run.devices.at(user, device, t);
    const before = seen.get(key);
    seen.set(key, { entry, connection });
    findings.checked('I6');
    if (before && before.connection === connection && seq < before.entry.event.seq)
      findings.violation('I6', `a ${mark} mark went back from ${before.entry.event.seq} to ${seq}`, [before.entry, entry]);
    const final = finals.get(markKey(conversationId, of, mark));
    if (final !== undefined && seq > final)
      findings.violation('I6', `a ${mark} mark was told at ${seq}, and ends at ${final}`, [entry, run.finalMarks.get(conversationId)]);
  }
}

/** Every acknowledged mark, and every own message, is behind the final mark of its user. */
function checkAcknowledged(run: Run, findings: Findings, finals: Map<string, number>, joined: JoinedBefore): void {
  const heads = new KnownHeads(run);
  // Below the place where a member joined there are no marks.
  const counts = ({ conversationId, userId, wanted }: Wanted): boolean => wanted > joined.of(conversationId, userId);
  const marks = ofKind(run.calls, 'read', 'delivered').filter((call) => call.outcome === 'acked' && run.finalMarks.has(call.operation.conversationId));
  for (const call of marks) {
    const { conversationId, kind } = call.operation;
    // A mark beyond the last message stops there.
    const wanted = Math.min(call.operation.seq, heads.at(conversationId, call.invokedAt));
    const need: Wanted = { call, conversationId, userId: call.user, mark: kind, wanted };
    if (counts(need)) demand(run, findings, finals, need);
  }
  for (const { key, conversationId, sender, acked } of run.sends.values()) {
    const [call] = acked;
    const wanted = run.truths.get(conversationId)?.byKey.get(key)?.[0]?.seq;
    if (!call || wanted === undefined || !run.finalMarks.has(conversationId)) continue;
    const need: Wanted = { call, conversationId, userId: sender, mark: 'read', wanted };
    if (counts(need)) demand(run, findings, finals, need);
  }
}

interface Wanted {
  call: Pick<Call, 'invokedAt' | 'endedAt' | 'lines'>;
  conversationId: string;
  userId: string;
  mark: Mark;
  wanted: number;
}

function demand(run: Run, findings: Findings, finals: Map<string, number>, { call, conversationId, userId, mark, wanted }: Wanted): void {
  // A mark of a member who is being removed has no effect.
  if (!run.memberHistory.isPresent(conversationId, userId, call.invokedAt, call.endedAt)) return;
  findings.checked('I6');
  const final = finals.get(markKey(conversationId, userId, mark)) ?? 0;
  if (final < wanted)
    findings.violation('I6', `a ${mark} mark was acknowledged at ${wanted}, and ends at ${final}`, [
      ...run.callEvidence(call),
      run.finalMarks.get(conversationId),
    ]);
}

/** No mark is higher than what its user asked for or wrote. */
function checkOrigins(run: Run, findings: Findings, joined: JoinedBefore): void {
  const asked = new Map<string, number>();
  const note = (key: string, seq: number): unknown => asked.set(key, Math.max(seq, asked.get(key) ?? 0));
  for (const { user, operation, outcome } of ofKind(run.calls, 'read', 'delivered')) {
    if (outcome !== 'refused') note(markKey(operation.conversationId, user, operation.kind), operation.seq);
  }
  for (const [conversationId, { event }] of run.truths) {
    for (const { senderId, seq } of event.messages) note(markKey(conversationId, senderId, 'read'), seq);
  }
  for (const [conversationId, entry] of run.finalMarks) {
    for (const { userId, mark, seq } of entry.event.marks) {
      findings.checked('I6');
      const most = Math.max(asked.get(markKey(conversationId, userId, mark)) ?? 0, joined.of(conversationId, userId));
      if (seq > most)
        findings.violation('I6', `a ${mark} mark ends at ${seq}, and its user never went beyond ${most}`, [
          { line: entry.line, event: { ...entry.event, marks: [{ userId, mark, seq }] } },
        ]);
    }
  }
}

/** The highest numbers that the last message before a member joined may have had. */
class JoinedBefore {
  private readonly known = new Map<string, number>();

  constructor(private readonly run: Run) {}

  of(conversationId: string, userId: string): number {
    const key = `${conversationId} ${userId}`;
    const found = this.known.get(key) ?? this.find(conversationId, userId);
    this.known.set(key, found);
    return found;
  }

  private find(conversationId: string, userId: string): number {
    const additions = this.run.memberHistory.additions(conversationId, userId);
    if (additions.length === 0) return 0;
    const last = Math.max(...additions.map(({ endedAt }) => endedAt));
    let highest = 0;
    for (const { senderId, clientMessageId, seq } of this.run.truths.get(conversationId)?.event.messages ?? []) {
      const send = this.run.sends.get(sendKey(conversationId, senderId, clientMessageId));
      if ((send?.firstInvokedAt ?? 0) <= last) highest = Math.max(highest, seq);
    }
    return highest;
  }
}

/** How many messages a conversation certainly had at a time: a device had seen one, or had one acknowledged. */
class KnownHeads {
  private readonly times = new Map<string, { ts: number[]; heads: number[] }>();

  constructor(run: Run) {
    const known = [
      ...[...run.sends.values()].flatMap(({ conversationId, acked }) =>
        acked.map(({ endedAt, answer }) => ({ conversationId, t: endedAt, seq: answer?.seq ?? 0 })),
      ),
      ...run
        .trusted('frame')
        .flatMap(({ event }) => event.events.map(({ message }) => ({ conversationId: event.conversationId, t: event.t, seq: message.seq }))),
    ];
    for (const [id, items] of groupBy(known, ({ conversationId }) => conversationId)) {
      items.sort((a, b) => a.t - b.t);
      this.times.set(id, { ts: items.map(({ t }) => t), heads: maximaBefore(items.map(({ seq }) => seq)) });
    }
  }

  at(conversationId: string, t: number): number {
    const { ts, heads } = this.times.get(conversationId) ?? { ts: [], heads: [] };
    return Math.max(0, heads[countBelow(ts, t)] ?? 0);
  }
}

function markKey(conversationId: string, userId: string, mark: Mark): string {
  return `${conversationId} ${userId} ${mark}`;
}

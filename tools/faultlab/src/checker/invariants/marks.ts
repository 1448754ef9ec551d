import { type Call, ofKind } from '../calls';
import type { Findings } from '../findings';
import { countBelow, groupBy, maximaBefore } from '../grouping';
import type { EventOf, Run, Told } from '../run';

type Mark = 'read' | 'delivered';

/** I6 */
export function checkMarks(run: Run, findings: Findings): void {
  const finals = new Map<string, number>();
  for (const [conversationId, { event }] of run.finalMarks) {
    for (const { userId, mark, seq } of event.marks) finals.set(markKey(conversationId, userId, mark), seq);
  }
  checkObservers(run, findings, finals);
  checkAcknowledged(run, findings, finals);
  checkOrigins(run, findings);
}

/** On one connection a mark only grows, and nobody is told of a mark that was not kept. */
function checkObservers(run: Run, findings: Findings, finals: Map<string, number>): void {
  const seen = new Map<string, { told: Told<EventOf<'mark'>>; connection: unknown }>();
  for (const told of run.trusted('mark')) {
    const { user, device, conversationId, of, mark, seq, t } = told.event;
    const key = `${user} ${device} ${markKey(conversationId, of, mark)}`;
    const connection = run.devices.at(user, device, t);
    const before = seen.get(key);
    seen.set(key, { told, connection });
    findings.checked('I6');
    if (before && before.connection === connection && seq < before.told.event.seq) findings.violation('I6', `a ${mark} mark went back from ${before.told.event.seq} to ${seq}`, [before.told, told]);
    const final = finals.get(markKey(conversationId, of, mark));
    if (final !== undefined && seq > final) findings.violation('I6', `a ${mark} mark was told at ${seq}, and ends at ${final}`, [told, run.finalMarks.get(conversationId)]);
  }
}

/** Every acknowledged mark, and every own message, is behind the final mark of its user. */
function checkAcknowledged(run: Run, findings: Findings, finals: Map<string, number>): void {
  const heads = new KnownHeads(run);
  const marks = ofKind(run.calls, 'read', 'delivered').filter((call) => call.outcome === 'acked' && run.finalMarks.has(call.operation.conversationId));
  for (const call of marks) {
    const { conversationId, kind } = call.operation;
    // A mark beyond the last message stops there.
    const wanted = Math.min(call.operation.seq, heads.at(conversationId, call.invokedAt));
    require(run, findings, finals, { call, conversationId, userId: call.user, mark: kind, wanted });
  }
  for (const { conversationId, sender, acked } of run.sends.values()) {
    const [call] = acked;
    const wanted = call?.answer?.seq;
    if (!call || wanted === undefined || !run.finalMarks.has(conversationId)) continue;
    require(run, findings, finals, { call, conversationId, userId: sender, mark: 'read', wanted });
  }
}

interface Wanted {
  call: Call;
  conversationId: string;
  userId: string;
  mark: Mark;
  wanted: number;
}

function require(run: Run, findings: Findings, finals: Map<string, number>, { call, conversationId, userId, mark, wanted }: Wanted): void {
  // A mark of somebody who is being removed has no effect, and below the place where somebody joined there are none.
  if (!run.membership.isPresent(conversationId, userId, call.invokedAt, call.endedAt)) return;
  if (wanted <= joinedBefore(run, conversationId, userId)) return;
  findings.checked('I6');
  const final = finals.get(markKey(conversationId, userId, mark)) ?? 0;
  if (final < wanted) findings.violation('I6', `a ${mark} mark was acknowledged at ${wanted}, and ends at ${final}`, [...run.callEvidence(call), run.finalMarks.get(conversationId)]);
}

/** No mark is higher than what its user asked for or wrote. */
function checkOrigins(run: Run, findings: Findings): void {
  const asked = new Map<string, number>();
  const note = (key: string, seq: number): unknown => asked.set(key, Math.max(seq, asked.get(key) ?? 0));
  for (const { user, operation, outcome } of ofKind(run.calls, 'read', 'delivered')) {
    if (outcome !== 'refused') note(markKey(operation.conversationId, user, operation.kind), operation.seq);
  }
  for (const [conversationId, { event }] of run.truths) {
    for (const { senderId, seq } of event.messages) note(markKey(conversationId, senderId, 'read'), seq);
  }
  for (const [conversationId, told] of run.finalMarks) {
    for (const { userId, mark, seq } of told.event.marks) {
      findings.checked('I6');
      const most = Math.max(asked.get(markKey(conversationId, userId, mark)) ?? 0, joinedBefore(run, conversationId, userId));
      if (seq > most) findings.violation('I6', `a ${mark} mark ends at ${seq}, and its user never went beyond ${most}`, [{ line: told.line, event: { ...told.event, marks: [{ userId, mark, seq }] } }]);
    }
  }
}

/** The highest number that the last message before this person joined may have had. */
function joinedBefore(run: Run, conversationId: string, userId: string): number {
  const additions = run.membership.additions(conversationId, userId);
  if (additions.length === 0) return 0;
  const last = Math.max(...additions.map(({ endedAt }) => endedAt));
  const truth = run.truths.get(conversationId);
  return Math.max(0, ...(truth?.event.messages ?? []).filter(({ senderId, clientMessageId }) => {
    const send = run.sends.get(`${conversationId} ${senderId} ${clientMessageId}`);
    return (send?.firstInvokedAt ?? 0) <= last;
  }).map(({ seq }) => seq));
}

/** How many messages a conversation surely had at a time: somebody had seen one, or had one acknowledged. */
class KnownHeads {
  private readonly times = new Map<string, { ts: number[]; heads: number[] }>();

  constructor(run: Run) {
    const known = [
      ...[...run.sends.values()].flatMap(({ conversationId, acked }) => acked.map(({ endedAt, answer }) => ({ conversationId, t: endedAt, seq: answer?.seq ?? 0 }))),
      ...run.trusted('frame').flatMap(({ event }) => event.events.map(({ message }) => ({ conversationId: event.conversationId, t: event.t, seq: message.seq }))),
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

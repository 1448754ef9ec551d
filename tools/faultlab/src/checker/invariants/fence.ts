import { type Call, ofKind } from '../calls';
import type { Findings } from '../findings';
import { countBelow, groupBy, minimaFrom } from '../grouping';
import type { Interval } from '../member-history';
import type { EventOf, Recorded, Run } from '../run';

/** I7: what was surely begun after a removal was acknowledged does not reach the removed, and they add nothing. */
export function checkFence(run: Run, findings: Findings): void {
  const later = new LaterNumbers(run);
  for (const entry of run.recorded('frame')) checkFrame(run, findings, later, entry);
  for (const entry of run.recorded('view')) checkView(run, findings, later, entry);
  for (const entry of run.recorded('mark')) checkMark(run, findings, later, entry);
  checkSends(run, findings);
}

function checkFrame(run: Run, findings: Findings, later: LaterNumbers, entry: Recorded<EventOf<'frame'>>): void {
  const { conversationId, user, t, events } = entry.event;
  const absence = absenceAt(run, conversationId, user, t);
  findings.checked('I7');
  if (!absence) return;
  const limit = later.rev(conversationId, user, absence);
  const leaked = events.filter(({ rev }) => rev >= limit);
  if (leaked.length > 0)
    findings.violation('I7', says(absence), [...removal(run, conversationId, user, absence), { line: entry.line, event: { ...entry.event, events: leaked } }]);
}

function checkView(run: Run, findings: Findings, later: LaterNumbers, entry: Recorded<EventOf<'view'>>): void {
  const { conversationId, user, t, messages } = entry.event;
  const absence = absenceAt(run, conversationId, user, t);
  findings.checked('I7');
  if (!absence) return;
  const limit = later.rev(conversationId, user, absence);
  const leaked = messages.filter(({ rev }) => rev >= limit);
  if (leaked.length > 0)
    findings.violation('I7', says(absence), [
      ...removal(run, conversationId, user, absence),
      { line: entry.line, event: { ...entry.event, messages: leaked } },
    ]);
}

/** A mark at a message that came after the removal tells of that message. */
function checkMark(run: Run, findings: Findings, later: LaterNumbers, entry: Recorded<EventOf<'mark'>>): void {
  const { conversationId, user, t, seq } = entry.event;
  const absence = absenceAt(run, conversationId, user, t);
  findings.checked('I7');
  if (absence && seq >= later.seq(conversationId, absence)) findings.violation('I7', says(absence), [...removal(run, conversationId, user, absence), entry]);
}

function checkSends(run: Run, findings: Findings): void {
  for (const { conversationId, sender, firstInvokedAt, firstAckedAt, acked } of run.sends.values()) {
    const absence = absenceAt(run, conversationId, sender, firstInvokedAt);
    findings.checked('I7');
    const accepted = absence && firstAckedAt < absence.to;
    if (accepted)
      findings.violation('I7', 'a message of a user who is no member was accepted', [
        ...removal(run, conversationId, sender, absence),
        ...run.callEvidence(acked[0]),
      ]);
  }
}

function absenceAt(run: Run, conversationId: string, user: string, t: number): Interval | undefined {
  return run.memberHistory.absent(conversationId, user).find(({ from, to }) => from < t && t < to);
}

function says({ from }: Interval): string {
  return from === -Infinity ? 'something reached a user who was not a member yet' : 'something that began after a removal reached the removed';
}

function removal(run: Run, conversationId: string, user: string, { from }: Interval): (Recorded | undefined)[] {
  return run.callEvidence(run.memberHistory.removals(conversationId, user).find(({ endedAt }) => endedAt === from));
}

/** From which number on everything in a conversation came after a moment, as far as calls tell. */
class LaterNumbers {
  private readonly byConversation = new Map<string, { times: number[]; revs: number[]; seqs: number[] }>();

  constructor(private readonly run: Run) {
    const made = [...run.sends.values()].flatMap(({ conversationId, firstInvokedAt, acked }) =>
      acked.map(({ answer }) => ({ conversationId, t: firstInvokedAt, rev: answer?.rev ?? Infinity, seq: answer?.seq ?? Infinity })),
    );
    const edited = editsWithOwnText(run).map(({ operation, invokedAt, answer }) => ({
      conversationId: operation.conversationId,
      t: invokedAt,
      rev: answer?.rev ?? Infinity,
      seq: Infinity,
    }));
    for (const [id, items] of groupBy([...made, ...edited], ({ conversationId }) => conversationId)) {
      items.sort((a, b) => a.t - b.t);
      this.byConversation.set(id, {
        times: items.map(({ t }) => t),
        revs: minimaFrom(items.map(({ rev }) => rev)),
        seqs: minimaFrom(items.map(({ seq }) => seq)),
      });
    }
  }

  rev(conversationId: string, user: string, absence: Interval): number {
    if (absence.from === -Infinity) return -Infinity;
    const entry = this.run.memberHistory.removals(conversationId, user).find(({ endedAt }) => endedAt === absence.from)?.answer?.rev;
    return Math.min(this.find(conversationId, absence, 'revs'), entry === undefined ? Infinity : entry + 1);
  }

  seq(conversationId: string, absence: Interval): number {
    return absence.from === -Infinity ? -Infinity : this.find(conversationId, absence, 'seqs');
  }

  private find(conversationId: string, { from }: Interval, numbers: 'revs' | 'seqs'): number {
    const known = this.byConversation.get(conversationId);
    // Strictly later: what began in the same moment may have come first.
    return known?.[numbers][countBelow(known.times, from + Number.EPSILON * Math.max(1, Math.abs(from)))] ?? Infinity;
  }
}

/** An edit to the text that a message has already changes nothing and answers an older rev. */
function editsWithOwnText(run: Run): Call<'edit'>[] {
  const texts = groupBy(ofKind(run.calls, 'edit'), ({ operation }) => operation.bodyHash);
  const sent = new Set(ofKind(run.calls, 'send').map(({ operation }) => operation.bodyHash));
  return [...texts.values()]
    .filter((same) => same.length === 1)
    .flat()
    .filter(({ outcome, operation }) => outcome === 'acked' && !sent.has(operation.bodyHash));
}

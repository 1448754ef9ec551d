import type { SeenMessage } from '../../history/history-event';
import type { Findings } from '../findings';
import type { EventOf, Recorded, Run, Truth } from '../run';

/** I5, the end: every device of a member shows the history; a device of one who left shows nothing that is not in it. */
export function checkSameView(run: Run, findings: Findings): void {
  for (const entry of run.recorded('view')) {
    const { conversationId, user, t } = entry.event;
    const truth = run.truths.get(conversationId);
    if (!truth) continue;
    if (run.memberHistory.isPresent(conversationId, user, t)) checkWhole(run, findings, truth, entry);
    else checkKept(run, findings, truth, entry);
  }
}

function checkWhole(run: Run, findings: Findings, truth: Truth, entry: Recorded<EventOf<'view'>>): void {
  const { fromSeq, messages } = entry.event;
  const expected = truth.event.messages.filter(({ seq }) => seq >= fromSeq).sort((a, b) => a.seq - b.seq);
  findings.checked('I5', expected.length + 1);
  for (let index = 0; index < Math.max(expected.length, messages.length); index += 1) {
    const [wanted, shown] = [expected[index], messages[index]];
    if (wanted && shown && same(wanted, shown)) continue;
    const evidence = [cut(entry, shown ? [shown] : []), run.truthEvidence(truth, wanted ? [wanted] : [])];
    findings.violation('I5', `a device shows another history, from message ${wanted?.seq ?? shown?.seq} on`, evidence);
    return;
  }
}

/** What a device kept of a conversation that its user has left may be old, but never wrong. */
function checkKept(run: Run, findings: Findings, truth: Truth, entry: Recorded<EventOf<'view'>>): void {
  for (const shown of entry.event.messages) {
    const known = truth.bySeq.get(shown.seq);
    findings.checked('I5');
    const right = known && known.id === shown.id && (shown.rev < known.rev || same(known, shown));
    if (!right)
      findings.violation('I5', 'a device kept a message that is not in the history', [cut(entry, [shown]), run.truthEvidence(truth, known ? [known] : [])]);
  }
}

function same(a: SeenMessage, b: SeenMessage): boolean {
  return (
    a.id === b.id && a.seq === b.seq && a.rev === b.rev && a.bodyHash === b.bodyHash && a.senderId === b.senderId && a.clientMessageId === b.clientMessageId
  );
}

function cut({ line, event }: Recorded<EventOf<'view'>>, messages: SeenMessage[]): Recorded {
  return { line, event: { ...event, messages } };
}

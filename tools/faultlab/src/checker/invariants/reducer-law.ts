import type { SeenMessage } from '../../history/history-event';
import type { Findings } from '../findings';
import type { EventOf, Recorded, Run, Truth } from '../run';

interface Change {
  rev: number;
  kind: string;
  message: SeenMessage;
  entry: Recorded;
}

/** I10: everything that any device was told, put together by rev, gives the history as a fresh look gives it. */
export function checkReducerLaw(run: Run, findings: Findings): void {
  const changes = changesByConversation(run);
  for (const [conversationId, truth] of run.truths) {
    const ordered = (changes.get(conversationId) ?? []).sort((a, b) => a.rev - b.rev);
    const last = new Map<string, Change>();
    let revBefore = 0;
    let unbrokenFrom = 1;
    for (const change of ordered) {
      if (change.rev !== revBefore + 1) unbrokenFrom = change.rev;
      revBefore = change.rev;
      const before = last.get(change.message.id);
      findings.checked('I10');
      const wrong = wrongStep(change, before, unbrokenFrom);
      if (wrong) findings.violation('I10', wrong, [before?.entry, change.entry]);
      last.set(change.message.id, change);
    }
    compareWithTruth(run, findings, truth, last, new Set(ordered.map(({ rev }) => rev)));
  }
}

/** Each rev once. One that was shown with two contents is left out: that is a violation of another kind. */
function changesByConversation(run: Run): Map<string, Change[]> {
  const known = new Map<string, Map<number, Change | undefined>>();
  for (const { line, event } of run.trusted('frame')) {
    const revs = known.get(event.conversationId) ?? new Map<number, Change | undefined>();
    known.set(event.conversationId, revs);
    for (const { rev, kind, message } of event.events) {
      const entry = { line, event: { ...event, events: [{ rev, kind, message }] } satisfies EventOf<'frame'> };
      const first = revs.get(rev);
      if (!revs.has(rev)) revs.set(rev, { rev, kind, message, entry });
      else if (first && (first.kind !== kind || !sameContent(first.message, message))) revs.set(rev, undefined);
    }
  }
  return new Map([...known].map(([id, revs]) => [id, [...revs.values()].filter((change) => change !== undefined)]));
}

function wrongStep({ rev, kind, message }: Change, before: Change | undefined, unbrokenFrom: number): string | undefined {
  if (message.rev !== rev) return 'a change carries a message with another rev';
  if (kind === 'created' && before) return 'a message was created that was there already';
  if (kind === 'created' && message.bodyHash === null) return 'a message was created deleted';
  if (kind === 'deleted' && message.bodyHash !== null) return 'a message was deleted and keeps its text';
  if (!before) return undefined;
  if (before.message.seq !== message.seq || before.message.senderId !== message.senderId || before.message.clientMessageId !== message.clientMessageId) {
    return 'a change moved a message, or gave it another sender';
  }
  if (before.message.bodyHash === null && message.bodyHash !== null) return 'a deleted message got a text again';
  const keepsText = kind === 'reacted' || kind === 'pinned';
  if (keepsText && before.rev >= unbrokenFrom && before.message.bodyHash !== message.bodyHash) return 'a reaction or pin changed the text of a message';
  return undefined;
}

function compareWithTruth(run: Run, findings: Findings, truth: Truth, last: Map<string, Change>, revs: Set<number>): void {
  for (const { rev, message, entry } of last.values()) {
    const fresh = truth.byId.get(message.id);
    findings.checked('I10');
    const evidence = [entry, run.truthEvidence(truth, fresh ? [fresh] : [])];
    if (!fresh) findings.violation('I10', 'a message was told that a fresh look does not give', evidence);
    else if (fresh.rev < rev) findings.violation('I10', 'a change was told that a fresh look does not give', evidence);
    else if (fresh.rev === rev && !sameContent(fresh, message))
      findings.violation('I10', 'a change was told with a content that a fresh look does not give', evidence);
    else if (fresh.rev > rev && revs.has(fresh.rev)) findings.violation('I10', 'a fresh look gives a message a rev that was told of another', evidence);
  }
}

function sameContent(a: SeenMessage, b: SeenMessage): boolean {
  return (
    a.id === b.id && a.seq === b.seq && a.rev === b.rev && a.bodyHash === b.bodyHash && a.senderId === b.senderId && a.clientMessageId === b.clientMessageId
  );
}

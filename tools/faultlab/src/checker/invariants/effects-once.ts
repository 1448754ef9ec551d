import type { Findings } from '../findings';
import { groupBy } from '../grouping';
import type { EventOf, Recorded, Run } from '../run';

/** I12 */
export function checkEffectsOnce(run: Run, findings: Findings): void {
  for (const { event, line } of run.recorded('state')) {
    for (const effect of event.effects) {
      findings.checked('I12');
      if (effect.expected !== effect.found)
        findings.violation('I12', `${effect.name}: ${effect.expected} expected, ${effect.found} found`, [{ line, event: { ...event, effects: [effect] } }]);
    }
  }
  const views = groupBy(run.recorded('view'), ({ event }) => event.conversationId);
  for (const [conversationId, entry] of run.finalMarks) {
    checkUnread(run, findings, entry);
    checkDevices(findings, entry, views.get(conversationId) ?? []);
  }
}

/** Unread is what the history and the marks say, on the server and on every device. */
function checkUnread(run: Run, findings: Findings, entry: Recorded<EventOf<'marks'>>): void {
  const { conversationId, unread, marks } = entry.event;
  const lastSeq = run.truths.get(conversationId)?.event.lastSeq;
  if (lastSeq === undefined) return;
  for (const state of unread) {
    const mark = marks.find(({ userId, mark }) => userId === state.userId && mark === 'read')?.seq ?? 0;
    // A member from the beginning has no other place to read from than their mark.
    const creator = run.memberHistory.additions(conversationId, state.userId).length === 0;
    const readRight = creator ? state.readSeq === mark : state.readSeq >= mark && state.readSeq <= lastSeq;
    findings.checked('I12');
    if (state.lastSeq === lastSeq && state.unread === lastSeq - state.readSeq && readRight) continue;
    const says = `unread is told as ${state.unread} (read to ${state.readSeq} of ${state.lastSeq}); the history has ${lastSeq} messages, the mark is at ${mark}`;
    findings.violation('I12', says, [
      { line: entry.line, event: { ...entry.event, unread: [state], marks: marks.filter(({ userId }) => userId === state.userId) } },
    ]);
  }
}

function checkDevices(findings: Findings, entry: Recorded<EventOf<'marks'>>, views: Recorded<EventOf<'view'>>[]): void {
  const states = new Map(entry.event.unread.map((state) => [state.userId, state]));
  for (const view of views) {
    const state = states.get(view.event.user);
    if (view.event.unread === undefined || !state) continue;
    findings.checked('I12');
    if (view.event.unread === state.unread) continue;
    const evidence = [
      { line: view.line, event: { ...view.event, messages: [] } },
      { line: entry.line, event: { ...entry.event, unread: [state], marks: [] } },
    ];
    findings.violation('I12', `a device shows ${view.event.unread} unread, the server says ${state.unread}`, evidence);
  }
}

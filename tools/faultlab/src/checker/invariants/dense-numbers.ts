import type { SeenMessage } from '../../history/history-event';
import type { Findings } from '../findings';
import { groupBy } from '../grouping';
import type { Run, Truth } from '../run';
import { sendKey } from '../sends';

/** I3 */
export function checkDenseNumbers(run: Run, findings: Findings): void {
  for (const [conversationId, truth] of run.truths) {
    findings.checked('I3', truth.event.messages.length + 1);
    checkSeqs(run, findings, truth);
    checkRevs(run, findings, truth);
    unique(run, findings, truth, 'the same message of a sender is in the history twice', ({ senderId, clientMessageId }) =>
      sendKey(conversationId, senderId, clientMessageId),
    );
    unique(run, findings, truth, 'two messages have one id', ({ id }) => id);
  }
}

function checkSeqs(run: Run, findings: Findings, truth: Truth): void {
  const { messages, lastSeq } = truth.event;
  const ordered = [...messages].sort((a, b) => a.seq - b.seq);
  ordered.forEach((message, index) => {
    const before = ordered[index - 1];
    if (message.seq === (before?.seq ?? 0) + 1) return;
    const says = message.seq === before?.seq ? `two messages have the number ${message.seq}` : `the numbers jump from ${before?.seq ?? 0} to ${message.seq}`;
    findings.violation('I3', says, [run.truthEvidence(truth, before ? [before, message] : [message])]);
  });
  const last = ordered.at(-1)?.seq ?? 0;
  if (last !== lastSeq)
    findings.violation('I3', `the conversation counts ${lastSeq} messages, and its last has the number ${last}`, [run.truthEvidence(truth, [])]);
}

/** Each change has a rev of its own and stays on the message it was the last change of, so the highest is that of the conversation. */
function checkRevs(run: Run, findings: Findings, truth: Truth): void {
  const { messages, lastRev } = truth.event;
  unique(run, findings, truth, 'two messages have one rev', ({ rev }) => String(rev));
  for (const message of messages) {
    if (message.rev < message.seq)
      findings.violation('I3', 'a message has a lower rev than there were messages before it', [run.truthEvidence(truth, [message])]);
  }
  const highest = messages.reduce((most, { rev }) => Math.max(most, rev), 0);
  if (highest !== lastRev)
    findings.violation('I3', `the conversation counts ${lastRev} changes, and its last has the rev ${highest}`, [run.truthEvidence(truth, [])]);
}

function unique(run: Run, findings: Findings, truth: Truth, says: string, keyOf: (message: SeenMessage) => string): void {
  for (const same of groupBy(truth.event.messages, keyOf).values()) {
    if (same.length > 1) findings.violation('I3', says, [run.truthEvidence(truth, same)]);
  }
}

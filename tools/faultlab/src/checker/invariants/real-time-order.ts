import type { Findings } from '../findings';
import { countBelow, groupBy } from '../grouping';
import type { Run, Truth } from '../run';
import type { Send } from '../sends';

interface Placed {
  send: Send;
  seq: number;
}

/** I4 */
export function checkRealTimeOrder(run: Run, findings: Findings): void {
  for (const [conversationId, sends] of groupBy(run.sends.values(), (send) => send.conversationId)) {
    const truth = run.truths.get(conversationId);
    if (!truth) continue;
    const placed = sends.flatMap((send) => (truth.byKey.get(send.key) ?? []).slice(0, 1).map(({ seq }) => ({ send, seq })));
    checkAcknowledgedFirst(run, findings, truth, placed);
    if (run.header?.orderedSends) checkOrderOfDevices(run, findings, truth, placed);
  }
}

/** A send acknowledged before this one was sent has a lower number: it is enough to look at the highest of them. */
function checkAcknowledgedFirst(run: Run, findings: Findings, truth: Truth, placed: Placed[]): void {
  const acked = placed.filter(({ send }) => send.acked.length > 0).sort((a, b) => a.send.firstAckedAt - b.send.firstAckedAt);
  const times = acked.map(({ send }) => send.firstAckedAt);
  const highest: Placed[] = [];
  for (const item of acked) highest.push(item.seq > (highest.at(-1)?.seq ?? 0) ? item : (highest.at(-1) ?? item));
  for (const later of placed) {
    const earlier = highest[countBelow(times, later.send.firstInvokedAt) - 1];
    if (!earlier) continue;
    findings.checked('I4');
    if (earlier.seq >= later.seq) violation(run, findings, truth, earlier, later, 'a message was acknowledged before another was sent, and comes after it');
  }
}

/** An outbox sends one message of a conversation after another. */
function checkOrderOfDevices(run: Run, findings: Findings, truth: Truth, placed: Placed[]): void {
  const single = placed.filter(({ send }) => send.tries.length === 1 && send.acked.length === 1);
  for (const sent of groupBy(single, ({ send }) => `${send.sender} ${send.tries[0]?.device}`).values()) {
    sent.sort((a, b) => a.send.firstInvokedAt - b.send.firstInvokedAt);
    sent.forEach((later, index) => {
      const earlier = sent[index - 1];
      if (!earlier || earlier.send.firstInvokedAt === later.send.firstInvokedAt) return;
      findings.checked('I4');
      if (earlier.seq > later.seq) violation(run, findings, truth, earlier, later, 'a device sent a message before another, and it comes after it');
    });
  }
}

function violation(run: Run, findings: Findings, truth: Truth, earlier: Placed, later: Placed, says: string): void {
  const messages = [earlier, later].flatMap(({ seq }) => truth.bySeq.get(seq) ?? []);
  const evidence = [...run.callEvidence(earlier.send.acked[0]), ...run.callEvidence(later.send.tries[0]), run.truthEvidence(truth, messages)];
  findings.violation('I4', says, evidence);
}

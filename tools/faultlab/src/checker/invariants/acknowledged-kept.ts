import type { SeenMessage } from '../../history/history-event';
import type { Findings } from '../findings';
import type { Run, Truth } from '../run';
import type { Send } from '../sends';
import type { LostMessage } from '../verdict';
import { Bodies } from './bodies';

/** I1. Answers the acknowledged messages that are gone. */
export function checkAcknowledgedKept(run: Run, findings: Findings): LostMessage[] {
  const bodies = new Bodies(run);
  const lost: LostMessage[] = [];
  for (const send of run.sends.values()) {
    const truth = run.truths.get(send.conversationId);
    const answered = send.tries.filter(({ answer }) => answer);
    if (!truth || answered.length === 0) continue;
    const [message, ...others] = truth.byKey.get(send.key) ?? [];
    if (!message) lost.push(...answered.slice(0, 1).map((call) => asLost(send, call)));
    if (send.acked.length === 0) continue;
    findings.checked('I1');
    if (!message) findings.violation('I1', 'an acknowledged message is not in the history', run.callEvidence(send.acked[0]));
    else if (others.length > 0)
      findings.violation('I1', 'an acknowledged message is in the history more than once', [
        ...run.callEvidence(send.acked[0]),
        run.truthEvidence(truth, [message, ...others]),
      ]);
    else checkOne(run, findings, send, truth, message, bodies);
  }
  return lost;
}

function checkOne(run: Run, findings: Findings, send: Send, truth: Truth, message: SeenMessage, bodies: Bodies): void {
  for (const call of send.acked) {
    const { messageId = message.id, seq = message.seq, rev = message.rev } = call.answer ?? {};
    if (messageId === message.id && seq === message.seq && rev <= message.rev) continue;
    findings.violation('I1', 'a message is not what was acknowledged: its id, place or rev differs', [
      ...run.callEvidence(call),
      run.truthEvidence(truth, [message]),
    ]);
  }
  if (bodies.allows(message, send)) return;
  findings.violation('I1', 'an acknowledged message does not say what was sent, nor what it was changed to', [
    ...run.callEvidence(send.acked[0]),
    run.truthEvidence(truth, [message]),
  ]);
}

function asLost({ conversationId, clientMessageId, sender }: Send, { op, answer }: Send['tries'][number]): LostMessage {
  return { conversationId, clientMessageId, user: sender, op, ackedAt: answer?.t ?? 0, ...(answer?.seq !== undefined && { seq: answer.seq }) };
}

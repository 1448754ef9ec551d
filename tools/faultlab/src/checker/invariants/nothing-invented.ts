import type { Findings } from '../findings';
import type { Run } from '../run';
import { sendKey } from '../sends';
import { Bodies } from './bodies';

/** I2 */
export function checkNothingInvented(run: Run, findings: Findings): void {
  const bodies = new Bodies(run);
  for (const [conversationId, truth] of run.truths) {
    for (const message of truth.event.messages) {
      const send = run.sends.get(sendKey(conversationId, message.senderId, message.clientMessageId));
      const evidence = run.truthEvidence(truth, [message]);
      findings.checked('I2');
      if (!send) findings.violation('I2', 'a message is in the history that was not sent', [evidence]);
      else if (send.refused) findings.violation('I2', 'a message is in the history though it was refused', [...run.callEvidence(send.tries[0]), evidence]);
      else if (send.acked.length === 0 && !bodies.allows(message, send)) {
        findings.violation('I2', 'a message says what was not written', [...run.callEvidence(send.tries[0]), evidence]);
      }
    }
  }
}

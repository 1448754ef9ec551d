import type { Connection } from '../device-sessions';
import type { Findings } from '../findings';
import type { EventOf, Run, Told } from '../run';

type Frame = Told<EventOf<'frame'>>;

/** A connection that ends so soon after a hole was told to come back and ask for what it missed. */
const dismissalMs = 10_000;
/** A gateway may be so far behind with who is a member. */
const membershipLagMs = 60_000;

/** I5, on the way: a rev means the same to everybody, and a connection brings revs in order and without a hole. */
export function checkLiveFrames(run: Run, findings: Findings): void {
  checkOneMeaning(run, findings);
  checkOrder(run, findings);
}

function checkOneMeaning(run: Run, findings: Findings): void {
  const meanings = new Map<string, { says: string; frame: Frame }>();
  for (const frame of run.trusted('frame')) {
    for (const { rev, kind, message } of frame.event.events) {
      const key = `${frame.event.conversationId} ${rev}`;
      const says = [kind, message.id, message.seq, message.rev, message.senderId, message.clientMessageId, message.bodyHash].join(' ');
      const first = meanings.get(key);
      findings.checked('I5');
      if (!first) meanings.set(key, { says, frame });
      else if (first.says !== says) findings.violation('I5', `rev ${rev} was shown with two contents`, [cut(first.frame, rev), cut(frame, rev)]);
    }
  }
}

interface Position {
  connection: Connection | undefined;
  rev: number;
  frame: Frame;
}

function checkOrder(run: Run, findings: Findings): void {
  const positions = new Map<string, Position>();
  for (const frame of run.trusted('frame')) {
    const { user, device, conversationId, t } = frame.event;
    const key = `${user} ${device} ${conversationId}`;
    const connection = run.devices.at(user, device, t);
    for (const { rev } of frame.event.events) {
      const before = positions.get(key);
      const position = { connection, rev, frame };
      positions.set(key, position);
      if (before?.connection === connection && before) checkStep(run, findings, before, position);
    }
  }
}

function checkStep(run: Run, findings: Findings, before: Position, { connection, rev, frame }: Position): void {
  findings.checked('I5');
  const { user, conversationId, t } = frame.event;
  if (rev < before.rev) findings.violation('I5', `a connection brought rev ${rev} after ${before.rev}`, [cut(before.frame, before.rev), cut(frame, rev)]);
  if (rev <= before.rev + 1 || !connection || connection.closedAt <= t + dismissalMs) return;
  // Whoever is added or removed meanwhile misses what happened in between, and asks for it.
  if (run.membership.mayHaveChanged(conversationId, user, connection.openedAt - membershipLagMs, t)) return;
  findings.violation('I5', `a connection brought rev ${rev} after ${before.rev}, and stayed`, [run.line(connection.openedLine), cut(before.frame, before.rev), cut(frame, rev)]);
}

function cut({ line, event }: Frame, rev: number): Told {
  return { line, event: { ...event, events: event.events.filter((change) => change.rev === rev) } };
}

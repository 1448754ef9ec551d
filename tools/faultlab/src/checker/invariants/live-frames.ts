import type { DeviceConnection } from '../device-sessions';
import type { Findings } from '../findings';
import type { EventOf, Recorded, Run } from '../run';

type Frame = Recorded<EventOf<'frame'>>;

/** A connection that ends so soon after a hole was told to come back and ask for what it missed. */
const drainMs = 10_000;
/** A gateway may be so far behind with who is a member. */
const memberLagMs = 60_000;

/** I5, on the way: a rev means the same to every device, and a connection brings revs in order and without a hole. */
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
  connection: DeviceConnection | undefined;
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
  if (rev <= before.rev + 1 || !connection || connection.closedAt <= t + drainMs) return;
  // A member who is added or removed misses what happened in between, and asks for it.
  if (run.memberHistory.mayHaveChanged(conversationId, user, connection.openedAt - memberLagMs, t)) return;
  findings.violation('I5', `a connection brought rev ${rev} after ${before.rev}, and stayed`, [
    run.line(connection.openedLine),
    cut(before.frame, before.rev),
    cut(frame, rev),
  ]);
}

function cut({ line, event }: Frame, rev: number): Recorded {
  return { line, event: { ...event, events: event.events.filter((change) => change.rev === rev) } };
}

import type { Findings } from '../findings';
import { groupBy } from '../grouping';
import type { Interval } from '../member-history';
import type { EventOf, Recorded, Run } from '../run';

/** So long after a user connected or went, or after a fault, the others may still see them as they were. */
const noticeMs = 15_000;

/** I8 */
export function checkPresence(run: Run, findings: Findings): void {
  const end = run.recorded('state').at(-1)?.event.t ?? run.endedAt;
  const seen = groupBy(
    run.recorded('presence').filter(({ event }) => event.t <= end),
    ({ event }) => `${event.user} ${event.device} ${event.of}`,
  );
  for (const entry of seen.values()) {
    const last = entry.at(-1);
    if (last) checkLast(run, findings, last, end);
  }
  for (const { event, line } of run.recorded('state')) {
    findings.checked('I8');
    for (const ghost of event.ghosts)
      findings.violation('I8', 'a user without a connection is shown as online', [{ line, event: { ...event, ghosts: [ghost] } }]);
  }
}

function checkLast(run: Run, findings: Findings, last: Recorded<EventOf<'presence'>>, end: number): void {
  const { user, device, of, online, t } = last.event;
  const watching = run.devices.at(user, device, end);
  const isWatching = watching && watching.closedAt > end && watching.openedAt <= t && watching.openedAt + noticeMs < end;
  if (!isWatching || !mayKnow(run, user, of, { from: Math.min(t, end - noticeMs), to: end })) return;
  const { connected, since } = stateAt(run, of, end);
  findings.checked('I8');
  if (connected !== online && since + noticeMs < end)
    findings.violation('I8', `a user is ${connected ? 'connected and shown as offline' : 'gone and shown as online'}`, [last]);
}

/** Only people who share a conversation see each other, and are told of each other for as long as they do. */
function mayKnow(run: Run, user: string, of: string, { from, to }: Interval): boolean {
  if (user === of) return true;
  return (run.header?.conversations ?? []).some(({ id }) => [user, of].every((person) => run.memberHistory.isPresent(id, person, from, to)));
}

/** Whether the person is connected, and since when that could be seen. */
function stateAt(run: Run, user: string, end: number): { connected: boolean; since: number } {
  const connections = run.devices.ofUser(user);
  const changes = [...connections.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt]), ...run.faults.map(({ healedAt }) => healedAt)];
  return {
    connected: connections.some(({ openedAt, closedAt }) => openedAt <= end && closedAt > end),
    since: Math.max(-Infinity, ...changes.filter((at) => at <= end)),
  };
}

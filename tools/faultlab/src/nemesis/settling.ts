import { setTimeout as delay } from 'node:timers/promises';

import type { Bounds } from '../history/history-event';
import type { Lab } from '../lab/lab';
import type { Recorder } from '../lab/recorder';
import { readHeads, readMachinery } from '../lab/state-reader';
import type { LabUsers } from '../workload/lab-users';

const LOOK_EVERY_MS = 300;
/** By design: a replica that dies is noticed by its lease, and offline is told 10 s after the last connection. */
const PRESENCE_MS = 20_000;
const MOST_NAMED = 12;
/** What is out of bounds may still come: the end is to be recorded when nothing moves any more. */
const LATE_MS = 60_000;

/**
 * Waits until every client is in step, at most as long as the bound says, and records when that was.
 * Presence has a time of its own, from when the leaver left.
 */
export async function settle(
  lab: Lab,
  users: LabUsers,
  recorder: Recorder,
  { healedAt, leftAt, bounds }: { healedAt: number; leftAt: number; bounds: Bounds },
): Promise<void> {
  let waitedFor: string[] = [];
  const until = async (end: number): Promise<string[]> => {
    for (;;) {
      const waitingFor = await look(lab, users);
      if (waitingFor.length > 0) waitedFor = waitingFor.slice(0, MOST_NAMED);
      if (waitingFor.length === 0 || recorder.now() >= end) return waitingFor;
      await delay(LOOK_EVERY_MS);
    }
  };
  const waitingFor = await until(healedAt + bounds.boundMs);
  recorder.record({ type: 'settled', inTime: waitingFor.length === 0, waitingFor: waitingFor.slice(0, MOST_NAMED), waitedFor, ...bounds });
  if (waitingFor.length > 0) await until(recorder.now() + LATE_MS);
  const presenceEnd = Math.max(leftAt, healedAt) + PRESENCE_MS;
  while (ghostsSeen(users) && recorder.now() < presenceEnd) await delay(LOOK_EVERY_MS);
}

async function look(lab: Lab, users: LabUsers): Promise<string[]> {
  try {
    const heads = await readHeads(lab);
    const people = users.present.flatMap((person) => {
      const devices = person.devices.flatMap((device) => device.waitsFor(heads)?.replace(/^/, `${person.username} ${device.name}: `) ?? []);
      return person.pending > 0 ? [`${person.username}: calls`, ...devices] : devices;
    });
    return people.length > 0 ? people : machineryWaits(await readMachinery(lab));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function machineryWaits({ outbox, lag, effects }: Awaited<ReturnType<typeof readMachinery>>): string[] {
  return [
    ...Object.entries(outbox)
      .filter(([, rows]) => rows > 0)
      .map(([schema, rows]) => `${rows} rows in the outbox of ${schema}`),
    ...Object.entries(lag).map(([reader, events]) => `${events} events for ${reader}`),
    ...effects.filter(({ expected, found }) => expected !== found).map(({ name }) => name),
  ];
}

/** Does any device still see a user online who has gone, or offline who is there? */
function ghostsSeen(users: LabUsers): boolean {
  return users.present.some((watcher) =>
    users.people.some((of) => of !== watcher && watcher.first.client.presence.of(of.id).getSnapshot().status !== (of.away ? 'offline' : 'online')),
  );
}

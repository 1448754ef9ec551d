import { setTimeout as delay } from 'node:timers/promises';

import type { Lab } from '../lab/lab';
import type { Recorder } from '../lab/recorder';
import { readHeads, readMachinery } from '../lab/state-reader';
import type { Cast } from '../workload/cast';

const LOOK_EVERY_MS = 300;
/** By design: a replica that dies is noticed by its lease, and offline is told 10 s after the last connection. */
const PRESENCE_MS = 20_000;
const MOST_NAMED = 12;

interface Outcome {
  waitingFor: string[];
}

/**
 * Waits until everybody is in step, at most `withinMs` from now on, and records when that was.
 * Presence has a time of its own, from when the leaver left.
 */
export async function settle(lab: Lab, cast: Cast, recorder: Recorder, options: { healedAt: number; withinMs: number; leftAt: number }): Promise<Outcome> {
  const end = options.healedAt + options.withinMs;
  let waitingFor = await look(lab, cast);
  while (waitingFor.length > 0 && recorder.now() < end) {
    await delay(LOOK_EVERY_MS);
    waitingFor = await look(lab, cast);
  }
  recorder.record({ type: 'settled', inTime: waitingFor.length === 0, waitingFor: waitingFor.slice(0, MOST_NAMED) });
  const presenceEnd = Math.max(options.leftAt, options.healedAt) + PRESENCE_MS;
  while (ghostsSeen(cast) && recorder.now() < presenceEnd) await delay(LOOK_EVERY_MS);
  return { waitingFor };
}

async function look(lab: Lab, cast: Cast): Promise<string[]> {
  try {
    const heads = await readHeads(lab);
    const people = cast.present.flatMap((person) => {
      const devices = person.devices.flatMap((device) => device.waitsFor(heads)?.replace(/^/, `${person.username} ${device.name}: `) ?? []);
      return person.pending > 0 ? [`${person.username}: membership calls`, ...devices] : devices;
    });
    return people.length > 0 ? people : machineryWaits(await readMachinery(lab));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function machineryWaits({ outbox, lag, effects }: Awaited<ReturnType<typeof readMachinery>>): string[] {
  return [
    ...Object.entries(outbox).filter(([, rows]) => rows > 0).map(([schema, rows]) => `${rows} rows in the outbox of ${schema}`),
    ...Object.entries(lag).map(([reader, events]) => `${events} events for ${reader}`),
    ...effects.filter(({ expected, found }) => expected !== found).map(({ name }) => name),
  ];
}

/** Does anybody still see somebody online who has gone, or offline who is there? */
function ghostsSeen(cast: Cast): boolean {
  return cast.present.some((watcher) =>
    cast.people.some((of) => of !== watcher && watcher.first.client.presence.of(of.id).getSnapshot().status !== (of.away ? 'offline' : 'online')),
  );
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { checkHistory } from '../checker/check-history';
import type { Verdict } from '../checker/verdict';
import type { Fault, FaultRun } from '../faults/fault';
import type { Bounds, HistoryEvent } from '../history/history-event';
import type { Lab } from '../lab/lab';
import type { Form } from '../lab/lab-needs';
import type { LabSource } from '../lab/lab-source';
import { Recorder } from '../lab/recorder';
import { LabUsers } from '../workload/lab-users';
import { SeededRandom } from '../workload/seeded-random';
import type { Sizes } from '../workload/sizes';
import { Workload } from '../workload/workload';
import { recordEnd } from './final-record';
import { ResourceLog } from './resource-log';
import { settle } from './settling';

export interface RunOptions {
  seed: number;
  sizes: Sizes;
  /** Bounds are for a quiet machine; on this one they are multiplied by this, and recorded so. */
  slack(): number;
  out: string;
  brief: boolean;
  mode: Form;
  /** Whether one of the people has a client that is not ours, too. */
  independent: boolean;
  labs: LabSource;
}

export interface RunResult {
  verdict: Verdict;
  historyPath: string;
  events: readonly HistoryEvent[];
  sends: number;
}

/** Before the first harm, so that there is something to lose. */
const CALM_MS = 3_000;
/** After the last, so that the healed system is seen at work. */
const AFTERMATH_MS = 1_500;
const SETTLE_GRACE_MS = 2_000;
/** Less than this is no gap but the pace of a slow machine. */
const LEAST_ACK_GAP_MS = 500;

/** One fault from an empty machine to a verdict. */
export async function runFault(fault: Fault, options: RunOptions): Promise<RunResult> {
  const random = new SeededRandom(options.seed, fault.id);
  const sizes = { ...options.sizes, ...fault.sizes };
  mkdirSync(options.out, { recursive: true });
  const recorder = new Recorder(join(options.out, `${fault.id.toLowerCase()}${options.mode === 'one' ? '-one' : ''}-${options.seed}.jsonl`));
  const lab = await options.labs.take(fault.needs ?? {}, { recorder, random: random.fork('network').next });
  let users: LabUsers | undefined;
  let verdict: Verdict | undefined;
  try {
    users = await LabUsers.gather(lab.url, sizes, random.fork('users'), recorder);
    recordHeader(fault, options, users, recorder);
    await play({ fault, lab, users, recorder, random, sizes, options });
    verdict = checkHistory(recorder.events);
  } finally {
    recorder.watching = false;
    users?.close();
    await options.labs.giveBack(lab, verdict?.passed === true);
    await recorder.close();
  }
  const sends = recorder.events.filter((event) => event.type === 'invoked' && event.operation.kind === 'send').length;
  return { verdict, historyPath: recorder.path, events: recorder.events, sends };
}

interface Play {
  fault: Fault;
  lab: Lab;
  users: LabUsers;
  recorder: Recorder;
  random: SeededRandom;
  sizes: Sizes;
  options: RunOptions;
}

async function play({ fault, lab, users, recorder, random, sizes, options }: Play): Promise<void> {
  const resources = new ResourceLog();
  const slackBefore = options.slack();
  users.observe(options.independent);
  recorder.watching = true;
  const workload = new Workload(users, sizes, random);
  workload.start();
  try {
    await delay(CALM_MS);
    resources.note(lab);
    if (!fault.leavesInHarm) users.leaver.close();
    const leftAt = recorder.now();
    await fault.harm(faultRun(fault, { lab, users, recorder, random, brief: options.brief }));
    const healedAt = recorder.now();
    const bounds = boundsOf(fault, Math.max(slackBefore, options.slack()));
    await delay(AFTERMATH_MS);
    workload.stop();
    await settle(lab, users, recorder, { healedAt, leftAt, bounds });
  } finally {
    workload.stop(); // also when the harm could not be done
  }
  await recordEnd(lab, users, recorder, resources, fault.poison);
}

function boundsOf({ boundMs, ackGapMs }: Fault, slack: number): Bounds {
  return {
    boundMs: AFTERMATH_MS + boundMs * slack + SETTLE_GRACE_MS,
    ...(ackGapMs !== undefined && { ackGapMs: Math.max(LEAST_ACK_GAP_MS, ackGapMs) * slack }),
  };
}

function recordHeader(fault: Fault, { seed, slack }: RunOptions, users: LabUsers, recorder: Recorder): void {
  recorder.record({
    type: 'run',
    seed,
    fault: fault.id,
    users: users.people.map(({ id, devices }) => ({ id, devices: devices.map(({ name }) => name) })),
    conversations: users.places.map(({ id, core }) => ({ id, members: core.map((person) => person.id) })),
    ...boundsOf(fault, slack()),
    orderedSends: true,
    ...(fault.lossIsReported && { lossIsReported: true }),
  });
}

function faultRun(fault: Fault, { lab, users, recorder, random, brief }: Pick<Play, 'lab' | 'users' | 'recorder' | 'random'> & { brief: boolean }): FaultRun {
  const note = (phase: 'start' | 'heal') => (target: string) => recorder.record({ type: 'fault', name: fault.id, phase, target });
  return { lab, users, recorder, random: random.fork('fault'), begin: note('start'), heal: note('heal'), pass: (ms) => delay(ms), brief };
}

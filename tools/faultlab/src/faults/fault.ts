import type { Lab } from '../lab/lab';
import type { Form, LabNeeds } from '../lab/lab-needs';
import type { Recorder } from '../lab/recorder';
import type { LabUsers } from '../workload/lab-users';
import type { SeededRandom } from '../workload/seeded-random';
import type { Sizes } from '../workload/sizes';

/** What a fault works with while people are at it. */
export interface FaultRun {
  lab: Lab;
  users: LabUsers;
  random: SeededRandom;
  recorder: Recorder;
  /** Writes down that harm begins. */
  begin(target: string): void;
  /** Writes down that it is over. */
  heal(target: string): void;
  /** Lets time pass: how long a fault lasts is part of it. */
  pass(ms: number): Promise<void>;
  /** Long faults are cut short, as in the smoke set. */
  readonly brief: boolean;
}

/** One line of the catalogue. */
export interface Fault {
  id: string;
  title: string;
  /** From the end of the harm to all invariants holding, in ms. */
  boundMs: number;
  /** How long no send may be acknowledged, in ms; unless given it is not judged. */
  ackGapMs?: number;
  /** The form in which it means something; in both unless said. */
  form?: Form;
  needs?: LabNeeds;
  sizes?: Partial<Sizes>;
  /** Events that no handler can handle, and that must end as dead letters. */
  poison?: number;
  /** The harm has the leaver leave, who is gone before it otherwise. */
  leavesInHarm?: boolean;
  /** Acknowledged messages may be lost; they are listed. */
  lossIsReported?: boolean;
  /** Why it cannot run here, now; undefined when it can. */
  cannot?(): string | undefined;
  harm(run: FaultRun): Promise<void>;
}

import { Lab, type ServedRun } from './lab';
import { type Form, isEnough, type LabNeeds } from './lab-needs';

/** Where runs get their labs from. */
export interface LabSource {
  take(needs: LabNeeds, run: ServedRun): Promise<Lab>;
  /** @param held whether the run went well, so that the lab is as it was */
  giveBack(lab: Lab, held: boolean): Promise<void>;
  /** Stops them all, also one that is just starting. */
  close(): Promise<void>;
}

/** What all labs of a source have. */
export interface LabKind {
  mode: Form;
  quiet: boolean;
}

/** A machine of its own for each run. */
export class OwnLabs implements LabSource {
  private readonly labs = new Set<Promise<Lab>>();
  private readonly closing = new AbortController();

  constructor(private readonly kind: LabKind) {}

  take(needs: LabNeeds, run: ServedRun): Promise<Lab> {
    const starting = Lab.start({ ...needs, ...this.kind, abort: this.closing.signal }, run);
    this.labs.add(starting);
    return starting;
  }

  giveBack(lab: Lab): Promise<void> {
    return lab.stop();
  }

  async close(): Promise<void> {
    this.closing.abort();
    const started = await Promise.allSettled(this.labs);
    await Promise.all(started.map((lab) => lab.status === 'fulfilled' && lab.value.stop()));
  }
}

/** One machine for all runs that it has enough for, because starting one takes longer than most faults; others get their own. */
export class SharedLabs implements LabSource {
  private readonly own: OwnLabs;
  private shared: Lab | undefined;

  constructor(
    private readonly has: LabNeeds,
    kind: LabKind,
  ) {
    this.own = new OwnLabs(kind);
  }

  async take(needs: LabNeeds, run: ServedRun): Promise<Lab> {
    if (!isEnough(this.has, needs)) return this.own.take(needs, run);
    this.shared ??= await this.own.take(this.has, run);
    await this.shared.serve(run);
    return this.shared;
  }

  async giveBack(lab: Lab, held: boolean): Promise<void> {
    if (lab === this.shared && held) return;
    if (lab === this.shared) this.shared = undefined;
    await lab.stop();
  }

  close(): Promise<void> {
    return this.own.close();
  }
}

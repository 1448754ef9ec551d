import { Lab, type ServedRun } from './lab';
import type { LabNeeds } from './lab-needs';

/** Where runs get their labs from. */
export interface LabSource {
  take(needs: LabNeeds, run: ServedRun): Promise<Lab>;
  /** @param held whether the run went well, so that the lab is as it was */
  giveBack(lab: Lab, held: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A machine of its own for each run. */
export class OwnLabs implements LabSource {
  constructor(private readonly quiet: boolean) {}

  take(needs: LabNeeds, run: ServedRun): Promise<Lab> {
    return Lab.start({ ...needs, quiet: this.quiet }, run);
  }

  giveBack(lab: Lab): Promise<void> {
    return lab.stop();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** One machine for all runs that it has enough for, because starting one takes longer than most faults; others get their own. */
export class SharedLabs implements LabSource {
  private readonly own: OwnLabs;
  private shared: Lab | undefined;

  constructor(
    private readonly has: LabNeeds,
    quiet: boolean,
  ) {
    this.own = new OwnLabs(quiet);
  }

  async take(needs: LabNeeds, run: ServedRun): Promise<Lab> {
    if (!this.suits(needs)) return this.own.take(needs, run);
    this.shared ??= await this.own.take(this.has, run);
    await this.shared.serve(run);
    return this.shared;
  }

  async giveBack(lab: Lab, held: boolean): Promise<void> {
    if (lab === this.shared && held) return;
    if (lab === this.shared) this.shared = undefined;
    await lab.stop();
  }

  async close(): Promise<void> {
    await this.shared?.stop();
    this.shared = undefined;
  }

  private suits({ failpoint = this.has.failpoint, proxied = [], ...others }: LabNeeds): boolean {
    return failpoint === this.has.failpoint && proxied.every((link) => this.has.proxied?.includes(link)) && Object.keys(others).length === 0;
  }
}

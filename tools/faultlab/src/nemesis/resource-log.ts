import { waitUntil } from '../../../local-stack/processes.mjs';
import { mostAfter } from '../checker/resource-limits';
import type { FinalState, ResourceUse } from '../history/history-event';
import type { Lab, LabReplica } from '../lab/lab';
import { resourceUse } from '../lab/resource-use';

const USES = ['residentBytes', 'descriptors'] as const;
/** Connections of a pool are kept for a minute. */
const CALM_DOWN_MS = 75_000;

/** What each process used before the fault, to compare with the end. */
export class ResourceLog {
  private readonly before = new Map<string, ResourceUse>();

  note(lab: Lab): void {
    for (const replica of lab.stack.services as LabReplica[]) {
      const use = replica.pid && resourceUse(replica.pid);
      if (use) this.before.set(replica.instance, use);
    }
  }

  /** Waits until what the harm has left behind is given back, or until it is clear that it stays. */
  async calmDown(lab: Lab): Promise<void> {
    const calm = () => this.compare(lab).every(({ before, after }) => USES.every((name) => after[name] <= mostAfter(before, name)));
    await waitUntil(calm, CALM_DOWN_MS, 500);
  }

  compare(lab: Lab): FinalState['resources'] {
    return (lab.stack.services as LabReplica[]).flatMap((replica) => {
      const [before, after] = [this.before.get(replica.instance), replica.pid ? resourceUse(replica.pid) : undefined];
      return before && after ? [{ process: replica.instance, before, after }] : [];
    });
  }
}

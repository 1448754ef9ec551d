import type { FinalState, ResourceUse } from '../history/history-event';
import type { Lab, Replica } from '../lab/lab';
import { resourceUse } from '../lab/resource-use';

/** What each process used before the fault, to compare with the end. */
export class ResourceLog {
  private readonly before = new Map<string, ResourceUse>();

  note(lab: Lab): void {
    for (const replica of lab.stack.services as Replica[]) {
      const use = replica.pid && resourceUse(replica.pid);
      if (use) this.before.set(replica.instance, use);
    }
  }

  compare(lab: Lab): FinalState['resources'] {
    return (lab.stack.services as Replica[]).flatMap((replica) => {
      const [before, after] = [this.before.get(replica.instance), replica.pid ? resourceUse(replica.pid) : undefined];
      return before && after ? [{ process: replica.instance, before, after }] : [];
    });
  }
}

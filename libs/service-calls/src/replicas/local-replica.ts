import type { Neighbour } from '../neighbours/neighbour';
import { Replica } from './replica';

/** The replica that runs in this process: it lives as long as its callers, so that nothing is to be found out about it. */
export class LocalReplica extends Replica {
  /** @param url by which other processes know it, if they do */
  constructor(
    readonly neighbour: Promise<Neighbour>,
    url = 'local:',
  ) {
    super(url);
  }

  override failed(): void {
    // The caller fails with it.
  }

  override doubted(): void {
    // A probe would only say that this process runs.
  }
}

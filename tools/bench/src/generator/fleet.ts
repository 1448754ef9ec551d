import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { Histogram } from './histogram';
import type { ClientPlan, Counts, LoadPlan, WorkerAnswer, WorkerCommand } from './worker-protocol';

/** What all workers have counted together. */
export interface FleetCounts extends Omit<Counts, 'acknowledgement' | 'delivery'> {
  acknowledgement: Histogram;
  delivery: Histogram;
}

const quietEveryMs = 50;

/** The load generator: several processes, driven as one. */
export class Fleet {
  private readonly workers: ChildProcess[];

  constructor(size: number) {
    const program = fileURLToPath(new URL('./worker.js', import.meta.url));
    this.workers = Array.from({ length: size }, () => fork(program, { env: {}, serialization: 'json' }));
  }

  /** Clients are dealt in turn, so that each conversation is spread over the workers. */
  async connect(clients: ClientPlan[]): Promise<void> {
    await this.all((at) => ({ ask: 'connect', clients: clients.filter((_, index) => index % this.workers.length === at) }));
  }

  async begin(load: LoadPlan): Promise<void> {
    const share = load.kind === 'open' ? { ...load, perSecond: load.perSecond / this.workers.length } : load;
    await this.all(() => ({ ask: 'reset' }));
    await this.all(() => ({ ask: 'begin', load: share }));
  }

  /** What was counted since the last mark. */
  mark(): Promise<FleetCounts> {
    return this.all(() => ({ ask: 'mark' }));
  }

  /**
   * Ends the load and waits until every send is settled and every delivery has come.
   *
   * @param perSend how many deliveries each acknowledged send must bring
   * @returns the totals since `begin`
   */
  async stop(perSend: number, withinMs = 30_000): Promise<Counts['totals']> {
    await this.all(() => ({ ask: 'stop' }));
    const end = Date.now() + withinMs;
    for (;;) {
      const { totals } = await this.mark();
      const settled = totals.sent === totals.acknowledged && totals.deliveries === totals.acknowledged * perSend;
      if (settled || Date.now() > end) return totals;
      await new Promise((resolve) => setTimeout(resolve, quietEveryMs));
    }
  }

  async close(): Promise<void> {
    await this.all(() => ({ ask: 'close' }));
  }

  end(): void {
    for (const worker of this.workers) worker.kill();
  }

  private async all(command: (at: number) => WorkerCommand): Promise<FleetCounts> {
    const answers = await Promise.all(this.workers.map((worker, at) => ask(worker, command(at))));
    const sum = (value: (counts: Counts) => number) => answers.reduce((total, counts) => total + value(counts), 0);
    return {
      acknowledged: sum(({ acknowledged }) => acknowledged),
      refused: sum(({ refused }) => refused),
      deliveries: sum(({ deliveries }) => deliveries),
      frames: sum(({ frames }) => frames),
      lost: sum(({ lost }) => lost),
      cpu: sum(({ cpu }) => cpu),
      acknowledgement: Histogram.sum(answers.map(({ acknowledgement }) => acknowledgement)),
      delivery: Histogram.sum(answers.map(({ delivery }) => delivery)),
      totals: {
        sent: sum(({ totals }) => totals.sent),
        acknowledged: sum(({ totals }) => totals.acknowledged),
        deliveries: sum(({ totals }) => totals.deliveries),
      },
    };
  }
}

function ask(worker: ChildProcess, command: WorkerCommand): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('A worker of the load generator ended'));
    worker.once('exit', onExit);
    worker.once('message', ({ counts, error }: WorkerAnswer) => {
      worker.off('exit', onExit);
      if (counts) resolve(counts);
      else reject(new Error(error ?? 'A worker gave no answer'));
    });
    worker.send(command, (error) => error && reject(error));
  });
}

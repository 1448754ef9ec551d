import { LoadClient } from './load-client';
import { nowMicros } from './monotonic-clock';
import { WorkerCounters } from './worker-counters';
import type { ClientPlan, LoadPlan, WorkerAnswer, WorkerCommand } from './worker-protocol';

const connectAtOnce = 25;
const tickMs = 1;

/** One process of the load generator: drives its clients as the main process says. */
class Worker {
  private readonly counters = new WorkerCounters();
  private clients: LoadClient[] = [];
  private load: LoadPlan | undefined;
  private timer: NodeJS.Timeout | undefined;

  async connect(plans: ClientPlan[]): Promise<void> {
    for (let from = 0; from < plans.length; from += connectAtOnce) {
      const some = plans.slice(from, from + connectAtOnce).map((plan) => new LoadClient(plan, this.counters, this.onIdle));
      this.clients.push(...some);
      await Promise.all(some.map((client) => client.connected()));
    }
  }

  begin(load: LoadPlan): void {
    this.load = load;
    const senders = this.clients.filter(({ sends }) => sends);
    if (load.kind === 'closed') for (const client of senders) client.send();
    else if (senders.length > 0) this.keepPace(senders, load.perSecond);
  }

  reset(): void {
    this.counters.reset();
  }

  stop(): void {
    this.load = undefined;
    clearInterval(this.timer);
  }

  close(): void {
    this.stop();
    for (const client of this.clients) client.close();
    this.clients = [];
  }

  answer(): WorkerAnswer {
    return { counts: this.counters.take() };
  }

  private readonly onIdle = (client: LoadClient): void => {
    if (this.load?.kind === 'closed') client.send();
  };

  private keepPace(senders: LoadClient[], perSecond: number): void {
    const started = nowMicros();
    const gap = 1e6 / perSecond;
    let sent = 0;
    this.timer = setInterval(() => {
      const now = nowMicros();
      for (let due = started + sent * gap; due <= now; due = started + sent * gap) {
        senders[sent % senders.length]?.send(Math.round(due));
        sent += 1;
      }
    }, tickMs);
  }
}

const worker = new Worker();

async function obey(command: WorkerCommand): Promise<WorkerAnswer> {
  if (command.ask === 'connect') await worker.connect(command.clients);
  else if (command.ask === 'reset') worker.reset();
  else if (command.ask === 'begin') worker.begin(command.load);
  else if (command.ask === 'stop') worker.stop();
  else if (command.ask === 'close') worker.close();
  return worker.answer();
}

process.on('message', (command: WorkerCommand) => {
  void obey(command).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
// The parent is gone.
process.on('disconnect', () => process.exit(0));

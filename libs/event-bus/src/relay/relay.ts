import { Backoff } from '../backoff';
import type { EventLogger } from '../event-bus';
import type { WrittenEvent } from '../event-envelope';
import { OutageLog } from '../outage-log';
import { Signal } from '../signal';
import type { EventTuning } from '../tuning';
import { FreshRows } from './fresh-rows';
import { Housekeeper } from './housekeeper';
import { LeaderLock } from './leader-lock';
import { Publisher, type PublisherOptions } from './publisher';

export interface RelayOptions extends Omit<PublisherOptions, 'fresh' | 'makeRoom'> {
  connectionString: string;
  schema: string;
  tuning: EventTuning;
  logger: EventLogger;
}

/**
 * Brings outbox rows to the streams. All replicas run one; the one that holds the lock publishes.
 * Two that believe to lead do no harm: the stream takes each position once and in order.
 */
export class Relay {
  private readonly wakeUp = new Signal();
  private readonly fresh = new FreshRows();
  private readonly lock: LeaderLock;
  private readonly publisher: Publisher;
  private readonly housekeeper: Housekeeper;
  private readonly outage: OutageLog;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    const { tuning, logger, connectionString, schema } = options;
    const lockOutage = new OutageLog(logger, 'The connection of the event relay');
    this.publisher = new Publisher({ ...options, fresh: this.fresh, makeRoom: (bytes) => this.housekeeper.makeRoom(bytes) });
    this.lock = new LeaderLock(
      {
        connectionString,
        schema,
        retryEvery: tuning.pollEvery,
        onLost: (error) => lockOutage.failed(error),
        onRows: () => this.publisher.lookAtTable(),
        onHeld: () => lockOutage.worked(),
      },
      this.wakeUp,
    );
    this.housekeeper = new Housekeeper(options, () => this.publisher.published());
    this.outage = new OutageLog(logger, 'Publishing events');
  }

  /** Whether this replica publishes. */
  get isLeader(): boolean {
    return this.lock.isHeld;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Takes rows that have just been committed. */
  announce(rows: readonly WrittenEvent[]): void {
    if (!this.lock.isHeld) return this.lock.notifyLeader();
    this.fresh.put(rows);
    this.wakeUp.notify();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp.notify();
    await this.running;
    await this.lock.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.lock.acquire(signal);
      if (this.lock.isHeld) await this.runAsLeader(signal);
      this.fresh.clear();
    }
  }

  private async runAsLeader(signal: AbortSignal): Promise<void> {
    const { pollEvery, backoffMin } = this.options.tuning;
    const backoff = new Backoff(backoffMin, pollEvery);
    this.publisher.resetPositions();
    this.housekeeper.start();
    while (this.lock.isHeld) {
      try {
        const published = await this.publisher.publish();
        backoff.reset();
        this.outage.worked();
        if (published > 0) continue;
        if (signal.aborted) break;
        await this.wakeUp.wait(this.publisher.nextCheckIn());
      } catch (error) {
        this.outage.failed(error);
        this.publisher.resetPositions();
        if (signal.aborted) break;
        await backoff.wait(signal);
      }
    }
    await this.housekeeper.stop();
    this.publisher.stepDown();
  }
}

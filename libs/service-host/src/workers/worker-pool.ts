import cluster, { type Worker } from 'node:cluster';

import type { Logger } from '@hallway/service-kit/log';

import type { EnvironmentOf } from './worker-environments';

const firstPauseMs = 250;
const longestPauseMs = 30_000;
/** A worker that lived this long is started again at once: its next fault is a new one. */
const healthyAfterMs = 10_000;
/** Longer than a worker takes to stop by force. */
const stopMs = 12_000;

/** Processes that run this program again and share its ports; each is started again when it ends unasked. */
export class WorkerPool {
  private readonly running = new Map<number, Worker>();
  private readonly pauses = new Map<number, NodeJS.Timeout>();
  private readonly failures = new Map<number, number>();
  /** One of them has listened: from then on an end is a fault to mend, before it a mistake to report. */
  private worked = false;
  private stopped?: { resolve: () => void; ended: Promise<void> };

  /** @param failed called when a worker has ended before any of them worked */
  constructor(
    private readonly envOf: EnvironmentOf,
    private readonly logger: Logger,
    private readonly failed: () => void,
  ) {}

  start(worker: number): void {
    const startedAt = performance.now();
    const child = cluster.fork(this.envOf(worker));
    this.running.set(worker, child);
    this.logger.info('a worker starts', { worker: worker + 1, pid: child.process.pid });
    child.on('message', (message: { type?: string }) => {
      if (message.type === 'listening') this.worked = true;
    });
    child.once('exit', (code, signal) => this.ended(worker, performance.now() - startedAt, signal ?? code));
  }

  /** Asks all of them to finish what they do; resolves when they are gone. */
  stop(): Promise<void> {
    if (this.stopped) return this.stopped.ended;
    let resolve!: () => void;
    const ended = new Promise<void>((done) => (resolve = done));
    this.stopped = { resolve, ended };
    for (const pause of this.pauses.values()) clearTimeout(pause);
    this.signal('SIGTERM');
    setTimeout(() => this.signal('SIGKILL'), stopMs).unref();
    if (this.running.size === 0) resolve();
    return ended;
  }

  private signal(name: NodeJS.Signals): void {
    for (const child of this.running.values()) child.process.kill(name);
  }

  private ended(worker: number, livedMs: number, by: string | number): void {
    this.running.delete(worker);
    if (this.stopped) {
      if (this.running.size === 0) this.stopped.resolve();
      return;
    }
    if (!this.worked) return this.failed();
    const failures = livedMs > healthyAfterMs ? 0 : (this.failures.get(worker) ?? 0) + 1;
    this.failures.set(worker, failures);
    const pauseMs = failures === 0 ? 0 : Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
    this.logger.error('a worker has ended', { worker: worker + 1, by, startsAgainInMs: pauseMs });
    this.pauses.set(
      worker,
      setTimeout(() => this.start(worker), pauseMs),
    );
  }
}

import { setTimeout as delay } from 'node:timers/promises';

import { endProcess, signal } from './processes.mjs';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long starts again without delay: its next fault is a new one. */
const HEALTHY_AFTER_MS = 10_000;

/** Keeps one process running: starts it, and starts it again whenever it ends unasked, with growing pauses when it does not live long. */
export class Keeper {
  #run;
  #stopping = false;
  #onPid;
  #say;
  #failures = 0;
  #downMs;
  #cancel = new AbortController();
  child;
  /** Whether an unasked end is followed by a new start; false until the caller trusts the process. */
  restarts;

  /**
   * @param name for messages
   * @param run starts the process and answers the ChildProcess, after it is usable or at once
   * @param onPid called with each new process id, and null when it has ended
   * @param say prints one progress line
   */
  constructor({ name, run, onPid = () => undefined, say = () => undefined, restarts = true }) {
    this.name = name;
    this.restarts = restarts;
    this.#run = run;
    this.#onPid = onPid;
    this.#say = say;
  }

  get pid() {
    return this.child?.pid;
  }

  async start() {
    this.#stopping = false;
    this.#cancel = new AbortController();
    const startedAt = Date.now();
    this.child = await this.#run();
    this.#onPid(this.child.pid);
    const ended = (code, name) => this.#ended(startedAt, code, name);
    if (this.child.exitCode !== null || this.child.signalCode !== null) ended(this.child.exitCode, this.child.signalCode);
    else this.child.once('exit', ended);
  }

  /** Sends a signal. A process that dies of it is started again after a pause, of `downMs` when that is given. */
  kill(name = 'SIGKILL', { downMs } = {}) {
    this.#downMs = downMs;
    if (this.pid) signal(this.pid, name);
  }

  /** Ends the process for good; answers false when it had to be killed. */
  async stop({ with: name = 'SIGTERM', within = 8000 } = {}) {
    this.#stopping = true;
    this.#cancel.abort();
    const pid = this.pid;
    if (!pid) return true;
    const clean = await endProcess(pid, { with: name, within });
    this.child = undefined;
    this.#onPid(null);
    return clean;
  }

  async #ended(startedAt, code, name) {
    this.child = undefined;
    if (this.#stopping) return;
    this.#onPid(null);
    if (!this.restarts) return;
    this.#failures = Date.now() - startedAt > HEALTHY_AFTER_MS ? 0 : this.#failures + 1;
    const pause = this.#downMs ?? (this.#failures === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS));
    this.#downMs = undefined;
    this.#say(`${this.name} ended (${name ?? `exit code ${code}`}); starting it again in ${pause} ms`);
    const waited = await delay(pause, true, { signal: this.#cancel.signal }).catch(() => false);
    if (waited && !this.#stopping) await this.start().catch((error) => this.#failed(error));
  }

  #failed(error) {
    this.#say(`${this.name}: ${error.message}`);
    return this.#ended(Date.now(), 'none');
  }
}

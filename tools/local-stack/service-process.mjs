import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';

import { Keeper } from './keeper.mjs';
import { onLines, readable } from './log-lines.mjs';
import { waitUntil } from './processes.mjs';
import { StackError } from './stack-error.mjs';

const REMEMBERED_LINES = 40;
const SHOWN_LINES = 12;

/** One replica of a program: a process of its own, with its workers if it has any, that is started again when it dies. */
export class ServiceProcess {
  #keeper;
  #lines = [];
  #fatal;

  /** @param main the built main.js; @param env its whole environment; @param print called with each output line */
  constructor({ name, instance, main, env, print, say, onPid }) {
    this.name = name;
    this.instance = instance;
    this.url = `http://${env.HOST}:${env.PORT}`;
    /** One for each of its workers, where it has several. */
    this.opsUrls = Array.from({ length: Number(env.REPLICAS ?? 1) }, (_, worker) => `http://${env.HOST}:${Number(env.OPS_PORT) + worker}`);
    const run = () => {
      // A new id for each life: a successor must not mistake the leases of the dead one for its own.
      // Without source maps, as the images run it: reading them for the first stack of an error holds up the process for
      // 200 to 700 ms, all of them at once when a store goes. NODE_OPTIONS=--enable-source-maps brings them back.
      const child = spawn(process.execPath, [main], {
        env: { ...env, INSTANCE_ID: `${instance}-${randomBytes(3).toString('hex')}` },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.#listen(child, print);
      return child;
    };
    this.#keeper = new Keeper({ name: instance, run, onPid, say, restarts: false });
  }

  get pid() {
    return this.#keeper.pid;
  }

  get opsUrl() {
    return this.opsUrls[0];
  }

  async start() {
    this.#fatal = undefined;
    await this.#keeper.start();
  }

  /** Resolves when the service says that it is ready; rejects at once when its first process ends instead. */
  async waitReady(timeoutMs = 60_000, { failOnExit = false, abort } = {}) {
    const gone = () => abort?.aborted || (failOnExit && this.#fatal);
    const outcome = await waitUntil(async () => (gone() ? 'ended' : (await this.#isReady()) && 'ready'), timeoutMs, 50);
    if (outcome === 'ready') {
      this.#keeper.restarts = true; // a service that never worked is a mistake to report, not to repeat
      return;
    }
    const why = this.#fatal && failOnExit ? `ended with ${this.#fatal} while starting` : `was not ready after ${Math.round(timeoutMs / 1000)} s`;
    throw new StackError(`The service ${this.instance} ${why}. Its last lines:\n${this.#lastLines()}`);
  }

  /** Sends a signal as an operator or a fault would; the process is started again when it dies of it, after `downMs` if given. */
  kill(name = 'SIGKILL', options) {
    this.#keeper.kill(name, options);
  }

  /** Ends it as a crash would, and leaves it down until it is started again. */
  halt() {
    return this.#keeper.stop({ with: 'SIGKILL' });
  }

  stop(within) {
    return this.#keeper.stop({ within });
  }

  async #isReady() {
    const answers = await Promise.all(this.opsUrls.map((url) => answersReady(url)));
    return !answers.includes(false);
  }

  #lastLines() {
    const lines = this.#lines
      .map((line) => readable(line))
      .join('\n')
      .split('\n');
    return lines.slice(-SHOWN_LINES).join('\n').trim() || '(it printed nothing)';
  }

  #listen(child, print) {
    onLines(child, (line) => {
      this.#lines.push(line);
      if (this.#lines.length > REMEMBERED_LINES) this.#lines.shift();
      print(this.instance, line);
    });
    child.once('exit', (code, signalName) => (this.#fatal = signalName ?? `exit code ${code}`));
  }
}

async function answersReady(opsUrl) {
  try {
    const answer = await fetch(`${opsUrl}/health/ready`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false; // not listening yet
  }
}

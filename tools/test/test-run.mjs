import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cleanUp } from './clean-up.mjs';
import { resultOf, targetOf } from './step-targets.mjs';

const NX = 'node_modules/nx/dist/bin/nx.js';

/** One `npm test`: lets Nx run steps, or bring back what they told when nothing has changed since. */
export class TestRun {
  /** The steps that ran, each with its counts, its seconds and whether they are from the cache. */
  results = [];
  interrupted = false;
  #root;
  #dir;
  #cache;
  #id = randomUUID();
  #nx;

  /**
   * @param options.dir a folder for everything that this run leaves behind; removed at the end
   * @param options.cache false to run every step, whatever is known of it
   */
  constructor({ root, dir, cache }) {
    this.#root = root;
    this.#dir = dir;
    this.#cache = cache;
  }

  /** Runs steps that do not disturb each other. */
  async run(steps) {
    if (this.interrupted) return;
    const failed = this.results.filter((result) => result.failed > 0).map(({ name }) => name);
    const [pointless, wanted] = [steps.filter(({ after }) => failed.includes(after)), steps.filter(({ after }) => !failed.includes(after))];
    for (const step of pointless) {
      console.error(`\n=== ${step.title}\n${step.title}: not run, because the step ${step.after} failed`);
      this.results.push({ ...step, passed: 0, failed: 1, seconds: 0 });
    }
    if (wanted.length > 0) await this.#runByNx(wanted);
  }

  /** Ends the running steps now; those after them are left out. */
  interrupt() {
    this.interrupted = true;
    this.#nx?.kill('SIGTERM');
  }

  async end() {
    await cleanUp(this.#dir);
  }

  async #runByNx(steps) {
    const started = Date.now();
    for (const step of steps) rmSync(join(this.#root, resultOf(step)), { force: true });
    const [{ nx, title }] = steps;
    if (nx) console.log(`\n=== ${title}`);
    // What runs beside each other is printed one after the other.
    const style = steps.length > 1 ? 'static' : 'stream-without-prefixes';
    const code = await this.#runNx([...(nx ?? ['run-many', '-p', 'workspace', '-t', ...steps.map(targetOf)]), `--outputStyle=${style}`]);
    const seconds = (Date.now() - started) / 1000;
    for (const step of steps)
      this.results.push({ ...step, ...(nx ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds } : this.#resultOf(step)) });
  }

  // A step that left nothing behind was killed, or Nx could not start it.
  #resultOf(step) {
    const file = join(this.#root, resultOf(step));
    if (!existsSync(file)) return { passed: 0, failed: 1, seconds: 0 };
    const { run, ...result } = JSON.parse(readFileSync(file, 'utf8'));
    return run === this.#id ? result : { ...result, seconds: 0, cached: true };
  }

  #runNx(args) {
    const options = ['--parallel=2', ...(this.#cache ? [] : ['--skipNxCache'])];
    const env = {
      ...process.env,
      TMPDIR: this.#dir,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      HALLWAY_TEST_RUN: this.#id,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    };
    return new Promise((resolve) => {
      this.#nx = spawn(process.execPath, [NX, ...args, ...options], { cwd: this.#root, env, stdio: ['ignore', 'inherit', 'inherit'] });
      this.#nx.once('close', resolve);
    });
  }
}

import { join } from 'node:path';
import { findBrowser } from '../browser.mjs';
import { findNginx } from '../nginx.mjs';
import { startTestStores } from '../local-stack/test-stores.mjs';
import { cleanUp } from './clean-up.mjs';
import { killRunning, runStep } from './run-step.mjs';

/** One `npm test`: runs steps one after another and opens what they need, at most once. */
export class TestRun {
  /** The steps that ran, each with its counts and seconds. */
  results = [];
  interrupted = false;
  #root;
  #dir;
  #env;
  #stores;

  /** @param options.dir a folder for everything that this run leaves behind; removed at the end */
  constructor({ root, dir }) {
    this.#root = root;
    this.#dir = dir;
    this.#env = { TMPDIR: dir, NX_DAEMON: 'false', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
  }

  async run(step) {
    if (this.interrupted) return;
    const started = Date.now();
    console.log(`\n=== ${step.title}`);
    const counts = await this.#countsOf(step);
    const seconds = (Date.now() - started) / 1000;
    console.log(`--- ${step.title}: ${counts.passed} passed, ${counts.failed} failed, ${seconds.toFixed(1)} s`);
    this.results.push({ ...step, ...counts, seconds });
  }

  /** Ends the running step now; the steps after it are left out. */
  interrupt() {
    this.interrupted = true;
    killRunning();
  }

  async end() {
    await this.#stores?.stop();
    await cleanUp(this.#dir);
  }

  async #countsOf(step) {
    try {
      if (this.results.some(({ name, failed }) => name === step.after && failed > 0)) throw new Error(`not run, because the step ${step.after} failed`);
      if (step.stores) await this.#openStores();
      if (step.browser) this.#env.CHROMIUM_PATH = findBrowser(console.log);
      if (step.nginx) this.#env.NGINX_PATH = findNginx(console.log) ?? '';
      return await runStep(step, { root: this.#root, dir: this.#dir, env: this.#env });
    } catch (error) {
      console.error(`${step.title}: ${error.message}`);
      return { passed: 0, failed: 1 };
    }
  }

  async #openStores() {
    if (this.#stores) return;
    this.#stores = await startTestStores({ dir: join(this.#dir, 'stores'), say: console.log });
    Object.assign(this.#env, { TEST_DATABASE_URL: this.#stores.databaseUrl, TEST_REDIS_URL: this.#stores.redisUrl });
  }
}

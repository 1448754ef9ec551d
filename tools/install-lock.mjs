// Only Node's own modules here: this runs before anything is installed.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { isAlive } from './local-stack/processes.mjs';

/** A holder says this often that it lives; its process id alone may have been given to another program since. */
const beatMs = 5_000;
const deadAfterMs = 60_000;

/** At most one install at a time in one clone. The file names the processes that install. */
export class InstallLock {
  #file;
  #pids = [process.pid];
  #heart;

  constructor(file) {
    this.#file = file;
  }

  /** Whether an install is running. What a killed installer left does not count, unless its npm goes on. */
  isHeld() {
    try {
      const pids = readFileSync(this.#file, 'utf8').split(' ').map(Number);
      return pids.some((pid) => isAlive(pid)) && Date.now() - statSync(this.#file).mtimeMs < deadAfterMs;
    } catch (error) {
      if (error.code === 'ENOENT') return false;
      throw error;
    }
  }

  /** Answers whether it is ours now. */
  take() {
    if (this.isHeld()) return false;
    rmSync(this.#file, { force: true });
    try {
      this.#write('wx');
    } catch (error) {
      if (error.code === 'EEXIST') return false;
      throw error;
    }
    this.#heart = setInterval(() => this.#write('w'), beatMs);
    this.#heart.unref();
    return true;
  }

  /** Names a further process, which may outlive this one. */
  note(pid) {
    this.#pids.push(pid);
    this.#write('w');
  }

  release() {
    clearInterval(this.#heart);
    rmSync(this.#file, { force: true });
  }

  #write(flag) {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, this.#pids.join(' '), { flag });
  }
}

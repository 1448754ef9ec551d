import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandOf, endProcess, isAlive } from './processes.mjs';
import { StackError } from './stack-error.mjs';

const RUN_FILE = 'run.json';

/**
 * At most one start per data folder. The lock file names the holder and the processes it started, so that the next start
 * can end those that a killed runner left behind.
 */
export class RunLock {
  #file;
  #content;

  constructor(dataDir) {
    this.#file = join(dataDir, RUN_FILE);
    this.#content = { pid: process.pid, started: startOf(process.pid), children: {} };
  }

  async acquire() {
    if (this.#create()) return;
    const holder = this.#read();
    if (holder && isSame(holder.pid, holder.started)) {
      throw new StackError(`Hallway already runs on this data folder (process ${holder.pid}); stop it first or choose another DATA_DIR.`);
    }
    await endLeftovers(holder?.children ?? {});
    rmSync(this.#file, { force: true });
    if (!this.#create()) throw new StackError('Another start of Hallway took this data folder in the same moment.');
  }

  /** Notes a running process under a name; null when it is gone. */
  note(name, pid) {
    if (pid) this.#content.children[name] = { pid, command: commandOf(pid) };
    else delete this.#content.children[name];
    writeFileSync(this.#file, JSON.stringify(this.#content, null, 2));
  }

  /** Notes where it is, for commands beside it: `{ url, database, redis }`, the last two as host and port. */
  noteAddresses(addresses) {
    this.#content.addresses = addresses;
    writeFileSync(this.#file, JSON.stringify(this.#content, null, 2));
  }

  release() {
    if (this.#read()?.pid === process.pid) rmSync(this.#file, { force: true });
  }

  #create() {
    try {
      writeFileSync(this.#file, JSON.stringify(this.#content, null, 2), { flag: 'wx' });
      return true;
    } catch (error) {
      if (error.code === 'EEXIST') return false;
      throw error;
    }
  }

  #read() {
    return parse(this.#file);
  }
}

function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // none there, or cut off by a crash
  }
}

/** The addresses of what runs on this data folder, or undefined when nothing does. */
export function addressesOf(dataDir) {
  const run = parse(join(dataDir, RUN_FILE));
  return run && isSame(run.pid, run.started) ? run.addresses : undefined;
}

/** Ends what a start on this data folder left running when it was killed. */
export async function endLeftoversOf(dataDir) {
  await endLeftovers(parse(join(dataDir, RUN_FILE))?.children ?? {});
}

async function endLeftovers(children) {
  const left = Object.values(children).filter(({ pid, command }) => isAlive(pid) && command && commandOf(pid) === command);
  await Promise.all(left.map(({ pid, command }) => endProcess(pid, { with: command.includes('postgres') ? 'SIGINT' : 'SIGTERM', within: 5000 })));
}

// A process id alone may have been given to another program since.
function isSame(pid, started) {
  return isAlive(pid) && (!started || !startOf(pid) || startOf(pid) === started);
}

function startOf(pid) {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

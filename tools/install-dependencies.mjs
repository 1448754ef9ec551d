// Only Node's own modules here: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { InstallLock } from './install-lock.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LOCK = `${ROOT}package-lock.json`;
/** npm writes it at the end of an install, so its age tells what node_modules was made from. */
const INSTALLED = `${ROOT}node_modules/.package-lock.json`;
/** Ours: a fingerprint of the lock file installed last, so that a mere checkout does not install again. */
const STAMP = `${ROOT}node_modules/.hallway-lock`;

/** Runs `npm ci` when node_modules is missing or was made from an older lock file; waits when another start does so already. */
export async function installDependencies({ say, abort }) {
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  const lock = new InstallLock(`${ROOT}.cache/install.lock`);
  for (let announced = false; ;) {
    // Asked first: node_modules looks whole a moment before npm is done with it.
    const busy = lock.isHeld();
    if (!busy && isInstalled(wanted)) return;
    if (!busy && lock.take()) break;
    if (!announced) say('Another start installs the dependencies of this folder, waiting for it');
    announced = true;
    await delay(200, undefined, { signal: abort });
  }
  try {
    await install(wanted, lock, say, abort);
  } finally {
    lock.release();
  }
}

async function install(wanted, lock, say, abort) {
  say('Installing dependencies with npm ci (about half a minute, only when they changed)');
  const started = Date.now();
  const ticker = setInterval(() => say(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`), 10_000);
  try {
    await npmCi(lock, abort);
  } finally {
    clearInterval(ticker);
  }
  writeFileSync(STAMP, wanted);
  say(`Dependencies are installed (${Math.round((Date.now() - started) / 1000)} s)`);
}

function isInstalled(wanted) {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return true;
  return statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
}

function npmCi(lock, abort) {
  const output = [];
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: ROOT,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: abort,
    });
    if (npm.pid) lock.note(npm.pid);
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => output.push(chunk));
    npm.once('error', reject);
    npm.once('close', (code) => {
      if (code === 0) return resolve();
      const error = new Error(`npm ci failed:\n${Buffer.concat(output).toString().split('\n').slice(-15).join('\n')}`);
      reject(Object.assign(error, { name: 'StackError' }));
    });
  });
}

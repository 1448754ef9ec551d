import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process with this id exists (also when it belongs to another user). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isZombie(pid) {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // no /proc on this system
  }
}

/** The command line of a running process, or an empty text. Guards against signalling a recycled id. */
export function commandOf(pid) {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Sends the signal to the process, and to its group when it leads one; a process already gone is fine. */
export function signal(pid, name) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name);
      return;
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Asks a process to end, waits, and kills it when it does not. Answers whether it ended by itself. */
export async function endProcess(pid, { with: name = 'SIGTERM', within = 8000 } = {}) {
  signal(pid, name);
  if (await waitUntil(() => !isAlive(pid), within)) return true;
  signal(pid, 'SIGKILL');
  await waitUntil(() => !isAlive(pid), 2000);
  return false;
}

/** Asks again every few milliseconds until the check answers something true; false when the time is over. */
export async function waitUntil(check, timeoutMs, everyMs = 15) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() >= end) return false;
    await delay(everyMs);
  }
}

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { signal } from '../local-stack/processes.mjs';

let running;

/**
 * Runs one step to its end or its time limit.
 *
 * @returns how many tests passed and failed; a step that does not tell counts as one
 */
export async function runStep(step, { root, dir, env }) {
  const counts = join(dir, 'counts.json');
  const reportsCounts = step.jest || step.counts;
  rmSync(counts, { force: true });
  const stepEnv = {
    ...process.env,
    ...env,
    ...step.env,
    ...(step.jest && { HALLWAY_TEST_KIND: step.jest }),
    ...(reportsCounts && { HALLWAY_TEST_COUNTS: counts }),
  };
  const deadline = Date.now() + step.minutes * 60_000;
  let ok = true;
  for (const args of step.commands) ok = (await runToEnd(args, { root, env: stepEnv, deadline })) && ok;
  if (!reportsCounts) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  if (!existsSync(counts)) return { passed: 0, failed: 1 };
  const { passed, failed } = JSON.parse(readFileSync(counts, 'utf8'));
  return { passed, failed: !ok && failed === 0 ? 1 : failed };
}

/** Kills the step that runs now, for Ctrl-C. */
export function killRunning() {
  if (running) signal(running.pid, 'SIGKILL');
}

function runToEnd(args, { root, env, deadline }) {
  return new Promise((resolve) => {
    running = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    const timer = setTimeout(() => {
      console.error('The step took too long and was killed');
      killRunning();
    }, deadline - Date.now());
    running.once('close', (code) => {
      clearTimeout(timer);
      running = undefined;
      resolve(code === 0);
    });
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { cpuSeconds, proportionalBytes } from '../measure/process-usage';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import { say } from '../report/say';
import { short, spreadOf } from '../report/spread';
import { type FormName, formNames } from '../systems/bench-system';

const goals: Record<FormName, { startSeconds: number; megabytes?: number; percent: number }> = {
  hallway: { startSeconds: 4, megabytes: 260, percent: 1 },
  separate: { startSeconds: 8, percent: 3 },
};
const readyWithinMs = 120_000;
/** What starting needed is given back to the system by then, and collected; half of it is nearly enough. */
const settleMs = 120_000;
const watchMs = 30_000;

interface Running {
  pid: number;
  seconds: number;
  stop(): Promise<void>;
}

/** Runs `npm start` until its ready line. */
async function start(form: FormName, dataDir: string): Promise<Running> {
  const program = fileURLToPath(new URL('../../../tools/start.mjs', import.meta.url));
  const started = performance.now();
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, HALLWAY_MODE: form === 'hallway' ? 'one' : 'separate', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const late = setTimeout(() => child.kill(), readyWithinMs);
  let text = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes('Hallway is ready')) break;
  }
  clearTimeout(late);
  if (!text.includes('Hallway is ready')) throw new Error(`npm start was not ready in time:\n${text}`);
  child.stdout.resume();
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  };
  return { pid: child.pid!, seconds: (performance.now() - started) / 1_000, stop };
}

/** Share of a core that the process and all below it use in this time. */
async function percentOf(pid: number, watchedMs: number): Promise<number> {
  const used = () => cpuSeconds({ all: pid }).all ?? 0;
  const before = used();
  await delay(watchedMs);
  return ((used() - before) / watchedMs) * 1_000 * 100;
}

/** What Hallway needs of a machine on which no user is online: `npm start` with its stores, and how long it takes the second time. */
export async function footprintWorkload({ systems, rounds, quick }: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const form of formNames.filter((name) => systems.includes(name))) {
    const dataDir = mkdtempSync(join(tmpdir(), 'hallway-footprint-'));
    try {
      await (await start(form, dataDir)).stop();
      const seconds: number[] = [];
      for (let round = 1; round < rounds; round += 1) {
        const running = await start(form, dataDir);
        seconds.push(running.seconds);
        await running.stop();
      }
      const running = await start(form, dataDir);
      seconds.push(running.seconds);
      const settling = await percentOf(running.pid, quick ? settleMs / 2 : settleMs);
      const percent = await percentOf(running.pid, watchMs);
      const megabytes = proportionalBytes(running.pid) / 1_048_576;
      await running.stop();
      const { startSeconds, megabytes: mostMegabytes, percent: mostPercent } = goals[form];
      figures.push(
        { workload: 'footprint', form, name: 'second start, to the ready line', value: spreadOf(seconds).median, unit: 's', goal: { bound: startSeconds } },
        {
          workload: 'footprint',
          form,
          name: 'memory idle, all processes and stores (PSS)',
          value: megabytes,
          unit: 'MB',
          ...(mostMegabytes && { goal: { bound: mostMegabytes } }),
        },
        { workload: 'footprint', form, name: 'processor until then, from the ready line on', value: settling, unit: '% of a core' },
        { workload: 'footprint', form, name: 'processor idle, no user online', value: percent, unit: '% of a core', goal: { bound: mostPercent } },
      );
      for (const { name, value, unit } of figures.slice(-4)) say(`footprint ${form}: ${name}: ${short(value)} ${unit}`);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return figures;
}

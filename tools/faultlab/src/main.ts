import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { runTool } from '../../local-stack/run-tool.mjs';
import { SERVICES } from '../../local-stack/services.mjs';
import { noIndependentClient } from './clients/independent-client';
import { catalogue, sharedLab, smoke, smokeLab } from './faults/catalogue';
import type { Fault } from './faults/fault';
import type { Form } from './lab/lab-needs';
import { type LabKind, type LabSource, OwnLabs, SharedLabs } from './lab/lab-source';
import { plantedFault } from './nemesis/planted-fault';
import { runFault, type RunOptions } from './nemesis/run-fault';
import { buildWoven } from './planted/build-woven';
import { PLANTED, type PlantedBug } from './planted/planted';
import { writeIndex, writeReport } from './report/write-report';
import { full, small } from './workload/sizes';

const HELP = `Does harm to a whole Hallway while people use it, and proves that nothing was lost.

  npm run torture -- --fault F09 [--fault F10 …] | --smoke | --all | --random 20 | --planted

  --mode one   all services in one process; separate (the default): one each. Faults that mean nothing there are skipped
  --seed N     repeats a run: every choice comes from it
  --full       the workload of the catalogue; without it one that two slow cores can carry
  --brief      shorter harm, as --smoke has it
  --share      one machine for all faults that it has enough for, as --smoke has it
  --slack N    bounds are multiplied by this for a slow machine (3), and by more while it is busy
  --out DIR    where histories and reports go (.data/torture)
  --verbose    print what the services print
  --planted    runs with bugs on purpose, each of which must be found
  --list       the faults`;

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true, default: [] },
    smoke: { type: 'boolean' },
    all: { type: 'boolean' },
    random: { type: 'string' },
    mode: { type: 'string', default: 'separate' },
    seed: { type: 'string' },
    full: { type: 'boolean' },
    brief: { type: 'boolean' },
    share: { type: 'boolean' },
    slack: { type: 'string', default: '3' },
    out: { type: 'string', default: '.data/torture' },
    verbose: { type: 'boolean' },
    planted: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

const MOST_BUSY = 5;
const FORMS: Record<Form, string> = { one: 'only in one process', separate: 'only in separate processes' };
const withoutPython = noIndependentClient();
const mode = readMode();
const labs = sourceOfLabs({ mode, quiet: !values.verbose });
const reported: Parameters<typeof writeIndex>[1][number][] = [];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void labs.close().then(() => process.exit(130)));

if (values.help) say(HELP);
else if (values.list) for (const { id, title, form } of catalogue) say(`${id}  ${title}${form ? ` (${FORMS[form]})` : ''}`);
else process.exit(await torture());

/** A fault to run; with a planted bug, it must be found. */
interface Planned {
  fault: Fault;
  planted?: PlantedBug;
}

async function torture(): Promise<number> {
  const chosen: Planned[] = values.planted ? [] : chooseFaults().map((fault) => ({ fault }));
  if (chosen.length === 0 && !values.planted) {
    say(HELP);
    return 1;
  }
  await runTool(['tools/build.mjs', '--if-stale'], { name: 'The build', cwd: process.cwd(), abort: undefined });
  if (withoutPython) say(withoutPython);
  if (values.planted) chosen.push(...(await choosePlanted()));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const planned of chosen) counts[await runOne(planned, seedOf())] += 1;
  await labs.close();
  printCounts(counts);
  const pages = reported.length > 0 ? `; reports: ${writeIndex(resolve(values.out), reported)}` : '';
  say(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}${pages}`);
  return counts.failed > 0 ? 1 : 0;
}

function readMode(): Form {
  if (values.mode === 'one' || values.mode === 'separate') return values.mode;
  throw new Error(`--mode must be one or separate; it is "${values.mode}"`);
}

function sourceOfLabs(kind: LabKind): LabSource {
  if (values.smoke) return new SharedLabs(smokeLab, kind);
  return values.share ? new SharedLabs(sharedLab, kind) : new OwnLabs(kind);
}

/** For a runner of several tests, as jest's own reporter does it. */
function printCounts(counts: { passed: number; failed: number; skipped: number }): void {
  const file = process.env.HALLWAY_TEST_COUNTS;
  if (file) writeFileSync(file, JSON.stringify(counts));
}

function seedOf(): number {
  return values.seed ? Number(values.seed) : randomInt(1, 2 ** 31);
}

function chooseFaults(): Fault[] {
  if (values.random) return Array.from({ length: Number(values.random) }, () => catalogue.find(({ id }) => id === 'F38')!);
  const ids = [...values.fault, ...(values.smoke ? smoke[mode] : [])].map((id) => id.toUpperCase());
  const unknown = ids.filter((id) => !catalogue.some((fault) => fault.id === id));
  if (unknown.length > 0) throw new Error(`There is no fault ${unknown.join(', ')}`);
  return catalogue.filter((fault) => values.all || ids.includes(fault.id));
}

/** A machine that is busy with other things is slower still. */
function slack(): number {
  const [load = 0] = loadavg();
  return Number(values.slack) * Math.min(MOST_BUSY, Math.max(1, load / availableParallelism()));
}

/** All planted bugs, or those that --fault names. */
async function choosePlanted(): Promise<Planned[]> {
  const distDir = resolve('dist/woven/planted');
  await buildWoven({ root: process.cwd(), services: SERVICES.map(({ name }) => name), distDir });
  const wanted = PLANTED.filter(({ name }) => values.fault.length === 0 || values.fault.includes(name));
  return wanted.map((planted) => ({ fault: plantedFault(planted, distDir), planted }));
}

async function runOne({ fault, planted }: Planned, seed: number): Promise<'passed' | 'failed' | 'skipped'> {
  const reason = fault.form && fault.form !== mode ? `it means something ${FORMS[fault.form]}` : fault.cannot?.();
  if (reason) {
    say(`${fault.id} skipped: ${reason}`);
    return 'skipped';
  }
  const started = Date.now();
  const options = runOptions(seed);
  try {
    const { verdict, historyPath, sends, events } = await runFault(fault, options);
    const caught = planted && planted.expects.some((name) => verdict.violated[name] > 0);
    const good = caught ?? verdict.passed;
    const { longestAckGapMs, healToSettledMs = 0 } = verdict.timings;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    const figures = `${sends} sends, ${verdict.lost.length} acknowledged and lost, longest wait for an acknowledgement ${Math.round(longestAckGapMs)} ms, in step ${Math.round(healToSettledMs)} ms after, ${seconds} s`;
    const again = `npm run torture -- ${mode === 'one' ? '--mode one ' : ''}${planted ? `--planted --fault ${planted.name}` : `--fault ${fault.id}`} --seed ${options.seed}`;
    const path = writeReport(historyPath, { verdict, events, title: fault.title, replay: again });
    reported.push({ verdict, title: fault.title, path, ...(caught !== undefined && { caught }) });
    say(`${fault.id} ${good ? 'ok    ' : 'FAILED'} ${fault.title}: ${figures}`);
    if (good && !planted) return 'passed';
    for (const { invariant, says } of verdict.violations.slice(0, planted ? 3 : 10)) say(`    ${invariant}: ${says}`);
    say(`    history: ${historyPath}; again: ${again}`);
    if (good) return 'passed';
  } catch (error) {
    say(`${fault.id} FAILED ${fault.title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return 'failed';
}

function runOptions(seed: number): RunOptions {
  return {
    seed,
    sizes: values.full ? full : small,
    slack,
    out: resolve(values.out),
    brief: Boolean(values.brief ?? values.smoke),
    mode,
    independent: !withoutPython,
    labs,
  };
}

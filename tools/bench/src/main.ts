import 'reflect-metadata';

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BenchOptions, readOptions, type WorkloadName } from './options';
import { goalTable } from './report/chat-goals';
import { chatPlot } from './report/chat-plot';
import { type ChatResult, chatTable, cpuTable, workloadsIn } from './report/chat-report';
import { type Figure, figureTable } from './report/figure';
import { say } from './report/say';
import { BenchSystems } from './systems/bench-systems';
import type { HallwaySystem } from './systems/hallway-system';
import { chatWorkload } from './workloads/chat-workload';
import { fewPeopleWorkload } from './workloads/few-people-workload';
import { footprintWorkload } from './workloads/footprint-workload';
import { idleWorkload } from './workloads/idle-workload';
import { hotGroupWorkload, receiptsWorkload } from './workloads/large-group-workload';
import { paceWorkload } from './workloads/pace-workload';
import { catchUpWorkload, historyWorkload, searchWorkload } from './workloads/reading-workloads';
import { presenceWorkload, revocationWorkload } from './workloads/session-workloads';
import { signInWorkload } from './workloads/sign-in-workload';
import { slowReadersWorkload } from './workloads/slow-readers-workload';

interface Results {
  machine: { cpus: number; model: string; node: string };
  options: BenchOptions;
  chat: ChatResult[];
  figures: Figure[];
}

const others: Partial<Record<WorkloadName, (hallway: HallwaySystem, options: BenchOptions) => Promise<Figure[]>>> = {
  history: historyWorkload,
  search: searchWorkload,
  'catch-up': catchUpWorkload,
  'sign-in': signInWorkload,
  pace: paceWorkload,
  'hot-group': hotGroupWorkload,
  receipts: receiptsWorkload,
  presence: presenceWorkload,
  revocation: revocationWorkload,
  'slow-readers': slowReadersWorkload,
};

/** What is measured of several systems in turns, and told as figures. */
const compared: Partial<Record<WorkloadName, (field: BenchSystems, options: BenchOptions) => Promise<Figure[]>>> = {
  idle: idleWorkload,
  'few-people': fewPeopleWorkload,
  footprint: (_field, options) => footprintWorkload(options),
};

/** What is measured of Hallway alone, in each of the forms that were chosen. */
async function ofForms(workload: WorkloadName, field: BenchSystems, options: BenchOptions): Promise<Figure[]> {
  const work = others[workload];
  if (!work) return [];
  const figures: Figure[] = [];
  for (const form of await field.forms()) figures.push(...(await work(form, options)).map((figure) => ({ ...figure, form: form.name })));
  return figures;
}

async function measure(field: BenchSystems, options: BenchOptions): Promise<Results> {
  const [cpu] = cpus();
  const results: Results = { machine: { cpus: cpus().length, model: cpu?.model ?? '', node: process.version }, options, chat: [], figures: [] };
  for (const workload of options.workloads) {
    results.chat.push(...(await chatWorkload(workload, field, options)));
    const figures = await (compared[workload]?.(field, options) ?? ofForms(workload, field, options));
    if (figures.length > 0) say(`\n${figureTable(figures)}\n`);
    results.figures.push(...figures);
  }
  return results;
}

/** All tables as they go into docs/performance.md. */
function reportOf({ chat, figures }: Results): string {
  const tables = workloadsIn(chat).flatMap((workload) => [chatTable(chat, workload), cpuTable(chat, workload)]);
  if (chat.length > 0) tables.push(goalTable(chat));
  if (figures.length > 0) tables.push(figureTable(figures));
  return `${tables.filter((table) => table !== '').join('\n\n')}\n`;
}

function write(results: Results): void {
  const { out, images } = results.options;
  for (const folder of [out, images]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(out, 'report.md'), reportOf(results));
  if (results.chat.length > 0) writeFileSync(join(images, 'bench-chat.svg'), chatPlot(results.chat));
  say(`\nAll figures are in ${join(out, 'results.json')}, the tables in ${join(out, 'report.md')}`);
}

async function main(options: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallway-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL may run as another user
  const field = new BenchSystems(options, folder);
  let stopping: Promise<void> | undefined;
  // A signal, the same one again (npm passes it on to a group that has it already) and the failure that it causes all come here.
  const stop = (): Promise<void> => (stopping ??= field.stop().finally(() => rmSync(folder, { recursive: true, force: true })));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(130)));
  try {
    const results = await measure(field, options);
    if (results.chat.length > 0) say(goalTable(results.chat));
    write(results);
  } finally {
    await stop();
  }
}

const options = readOptions(process.argv.slice(2));
if (options) await main(options);

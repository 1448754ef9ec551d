import 'reflect-metadata';

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BenchOptions, readOptions } from './options';
import { goalTable } from './report/chat-goals';
import type { ChatResult } from './report/chat-report';
import { say } from './report/say';
import { Field } from './systems/field';
import { chatWorkload } from './workloads/chat-workload';

interface Results {
  machine: { cpus: number; model: string; node: string };
  options: BenchOptions;
  chat: ChatResult[];
}

async function measure(field: Field, options: BenchOptions): Promise<Results> {
  const [cpu] = cpus();
  const results: Results = { machine: { cpus: cpus().length, model: cpu?.model ?? '', node: process.version }, options, chat: [] };
  for (const workload of options.workloads) results.chat.push(...(await chatWorkload(workload, field, options)));
  return results;
}

async function main(options: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallway-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL may run as another user
  const field = new Field(options, folder);
  const stop = async (): Promise<void> => {
    await field.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(130)));
  try {
    const results = await measure(field, options);
    say(goalTable(results.chat));
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
    say(`\nAll figures are in ${join(options.out, 'results.json')}`);
  } finally {
    await stop();
  }
}

const options = readOptions(process.argv.slice(2));
if (options) await main(options);

import { parseArgs } from 'node:util';

import { type SystemName, systemNames } from './systems/bench-system';

export const workloadNames = [
  'groups-5',
  'groups-50',
  'group-1000',
  'idle',
  'history',
  'search',
  'catch-up',
  'sign-in',
  'pace',
  'hot-group',
  'receipts',
  'presence',
  'revocation',
  'slow-readers',
  'few-people',
  'footprint',
] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface BenchOptions {
  workloads: WorkloadName[];
  systems: SystemName[];
  rounds: number;
  people: number;
  workers: number;
  warmUpMs: number;
  measureMs: number;
  quick: boolean;
  out: string;
  images: string;
  profile: string;
}

const help = `Drives Hallway and two baselines with the same load and compares them.

  npm run bench [-- options]

  --workload a,b   ${workloadNames.join(', ')} (all)
  --only a,b       ${systemNames.join(', ')} (all)
                   hallway    as npm start runs it, all services in one process, through its public address
                   separate   each service in a process of its own
                   monolith   baseline A: Express, Socket.IO, one INSERT a message, Redis adapter
                   bare       baseline B: Socket.IO with no database
  --rounds n       how often each is measured, in turns (5)
  --people n       how many people chat (200)
  --workers n      processes of the load generator (2)
  --seconds n      how long each load is measured (5)
  --quick          2 rounds of 2 s with 50 people: a look, not a figure
  --out folder     where results.json and report.md go (dist/bench)
  --images folder  where the plots go (the same); docs/images for those of docs/performance.md
  --profile folder Hallway's services write CPU profiles there
  --help`;

const flags = {
  workload: { type: 'string' },
  only: { type: 'string' },
  rounds: { type: 'string' },
  people: { type: 'string' },
  workers: { type: 'string', default: '2' },
  seconds: { type: 'string' },
  quick: { type: 'boolean', default: false },
  out: { type: 'string', default: 'dist/bench' },
  images: { type: 'string' },
  profile: { type: 'string', default: '' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function chosen<Name extends string>(text: string | undefined, known: readonly Name[]): Name[] {
  if (!text) return [...known];
  return text.split(',').map((word) => {
    const name = known.find((candidate) => candidate === word);
    if (!name) throw new Error(`"${word}" is none of ${known.join(', ')}`);
    return name;
  });
}

function count(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`"${text}" is no positive number`);
  return value;
}

/** What the command line asks for; undefined when it only wanted the help. */
export function readOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({ args, options: flags });
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return undefined;
  }
  const { quick } = values;
  return {
    workloads: chosen(values.workload, workloadNames),
    systems: chosen(values.only, systemNames),
    rounds: count(values.rounds, quick ? 2 : 5),
    people: count(values.people, quick ? 50 : 200),
    workers: count(values.workers, 2),
    warmUpMs: quick ? 1_000 : 2_000,
    measureMs: count(values.seconds, quick ? 2 : 5) * 1_000,
    quick,
    out: values.out,
    images: values.images ?? values.out,
    profile: values.profile,
  };
}

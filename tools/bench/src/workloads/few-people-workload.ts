import { setTimeout as delay } from 'node:timers/promises';

import { Fleet, type FleetCounts } from '../generator/fleet';
import type { ClientPlan, LoadPlan } from '../generator/worker-protocol';
import { cpuSeconds } from '../measure/process-usage';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import { say } from '../report/say';
import { short, spreadOf } from '../report/spread';
import { type BenchSystem, formNames, type SystemName } from '../systems/bench-system';
import type { BenchSystems } from '../systems/bench-systems';
import { deliveriesPerSend, type GroupPlan } from '../systems/group-plan';

const plan: GroupPlan = { name: 'groups-5', people: 5, socketsEach: 1 };

/** What one system did in one round. */
interface Round {
  loneP50: number;
  p50At100: number;
  p99At100: number;
  /** CPU milliseconds of all processes and stores. */
  cpuAt100: number;
  p50At300: number;
  p99At300: number;
}

interface Line {
  name: string;
  key: keyof Round;
  unit: string;
  /** Against A: as a ratio, or by how many ms more. */
  goal: { ratio: number } | { more: number };
}

const lines: readonly Line[] = [
  { name: 'one sender alone, ack p50', key: 'loneP50', unit: 'ms', goal: { ratio: 2.5 } },
  { name: '100 sends/s, CPU a send', key: 'cpuAt100', unit: 'ms', goal: { ratio: 2.5 } },
  { name: '100 sends/s, ack p50', key: 'p50At100', unit: 'ms', goal: { ratio: 1.5 } },
  { name: '100 sends/s, ack p99', key: 'p99At100', unit: 'ms', goal: { more: 10 } },
  { name: '300 sends/s, ack p50', key: 'p50At300', unit: 'ms', goal: { ratio: 1.5 } },
  { name: '300 sends/s, ack p99', key: 'p99At300', unit: 'ms', goal: { more: 10 } },
];

const totalCpu = (system: BenchSystem): number => Object.values(cpuSeconds(system.processes())).reduce((sum, used) => sum + used, 0);

async function under(system: BenchSystem, fleet: Fleet, load: LoadPlan, ms: number): Promise<FleetCounts & { cpuPerSend: number }> {
  await fleet.begin(load);
  await delay(ms / 4);
  await fleet.mark();
  const cpu = totalCpu(system);
  await delay(ms);
  const counts = await fleet.mark();
  const used = totalCpu(system) - cpu;
  await fleet.stop(deliveriesPerSend(plan));
  return { ...counts, cpuPerSend: (used * 1_000) / counts.acknowledged };
}

async function roundOf(system: BenchSystem, fleet: Fleet, ms: number): Promise<Round> {
  const clients = await system.clients(plan);
  const onlyFirst = (client: ClientPlan, at: number): ClientPlan => ({ ...client, sends: at === 0 });
  await fleet.connect(clients.map(onlyFirst));
  const lone = await under(system, fleet, { kind: 'closed' }, ms);
  await fleet.close();
  await fleet.connect(clients);
  const at100 = await under(system, fleet, { kind: 'open', perSecond: 100 }, ms);
  const at300 = await under(system, fleet, { kind: 'open', perSecond: 300 }, ms);
  await fleet.close();
  return {
    loneP50: lone.acknowledgement.quantile(0.5),
    p50At100: at100.acknowledgement.quantile(0.5),
    p99At100: at100.acknowledgement.quantile(0.99),
    cpuAt100: at100.cpuPerSend,
    p50At300: at300.acknowledgement.quantile(0.5),
    p99At300: at300.acknowledgement.quantile(0.99),
  };
}

function figuresOf(rounds: ReadonlyMap<SystemName, Round[]>): Figure[] {
  const figures: Figure[] = [];
  const baseline = rounds.get('monolith');
  for (const [system, own] of rounds) {
    for (const { name, key, unit, goal } of lines) {
      figures.push({ workload: 'few-people', name: `${system}: ${name}`, value: spreadOf(own.map((round) => round[key])).median, unit });
      const form = formNames.find((known) => known === system);
      if (!form || !baseline) continue;
      const compared = spreadOf(own.map((round, at) => ('ratio' in goal ? round[key] / baseline[at]![key] : round[key] - baseline[at]![key]))).median;
      if ('ratio' in goal) figures.push({ workload: 'few-people', form, name: `${name} / A`, value: compared, unit: '×', goal: { bound: goal.ratio } });
      else figures.push({ workload: 'few-people', form, name: `${name}, more than A`, value: compared, unit: 'ms', goal: { bound: goal.more } });
    }
  }
  return figures;
}

/** What a small server does most: one person writes, or a hundred messages a second come from many. In turns with the baselines. */
export async function fewPeopleWorkload(field: BenchSystems, { workers, rounds, measureMs }: BenchOptions): Promise<Figure[]> {
  const fleet = new Fleet(workers);
  const measured = new Map<SystemName, Round[]>();
  try {
    const systems = await field.all();
    // Not counted: a process that has just started compiles the hot code first.
    for (const system of systems) await roundOf(system, fleet, measureMs);
    for (let round = 1; round <= rounds; round += 1) {
      for (const system of systems) {
        const figures = await roundOf(system, fleet, measureMs);
        measured.set(system.name, [...(measured.get(system.name) ?? []), figures]);
        say(
          `few-people ${round}/${rounds} ${system.name}: ${Object.entries(figures)
            .map(([name, value]) => `${name} ${short(value)}`)
            .join(', ')}`,
        );
      }
    }
  } finally {
    fleet.end();
  }
  return figuresOf(measured);
}

import { setTimeout as delay } from 'node:timers/promises';

import { Fleet } from '../generator/fleet';
import { residentBytes } from '../measure/process-usage';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import { say } from '../report/say';
import { short } from '../report/spread';
import { type BenchSystem, formNames } from '../systems/bench-system';
import type { BenchSystems } from '../systems/bench-systems';

/** Long enough for a heartbeat, and for what the connecting itself needed to be collected. */
const settleMs = 20_000;
const goalsByBare = { hallway: 1.3, separate: 1.8 };

/** Kilobytes that an idle connection holds in each server process, and in all of them. */
async function perConnection(system: BenchSystem, fleet: Fleet, socketsEach: number): Promise<Map<string, number>> {
  const clients = (await system.clients({ name: 'groups-5', people: 5, socketsEach })).map((client) => ({ ...client, sends: false }));
  const servers = Object.entries(system.processes()).filter(([, pid]) => system.servers().includes(pid));
  const resident = () => servers.map(([name, pid]) => [name, residentBytes([pid])] as const);
  await delay(settleMs / 4);
  const before = new Map(resident());
  await fleet.connect(clients);
  await delay(settleMs);
  const held = resident().map(([name, bytes]) => [name, (bytes - (before.get(name) ?? 0)) / clients.length / 1_024] as const);
  await fleet.close();
  return new Map([...held, ['all', held.reduce((sum, [, kilobytes]) => sum + kilobytes, 0)]]);
}

/** Resident memory of idle connections, every one of them signed in and in its rooms. */
export async function idleWorkload(field: BenchSystems, options: BenchOptions): Promise<Figure[]> {
  const fleet = new Fleet(options.workers);
  const connections = options.quick ? 500 : 5_000;
  const held = new Map<string, Map<string, number>>();
  try {
    for (const system of await field.all()) held.set(system.name, await perConnection(system, fleet, connections / options.people));
  } finally {
    fleet.end();
  }
  const figures = [...held].flatMap(([name, parts]) =>
    [...parts].map(([part, value]): Figure => ({ workload: 'idle', name: `${name}: ${part}`, value, unit: 'kB a connection' })),
  );
  const bare = held.get('bare')?.get('all');
  for (const form of formNames) {
    const all = held.get(form)?.get('all');
    if (all && bare) figures.push({ workload: 'idle', form, name: 'all processes / B', value: all / bare, unit: '×', goal: { bound: goalsByBare[form] } });
  }
  for (const { name, value, unit } of figures) say(`idle ${name}: ${short(value)} ${unit}`);
  return figures;
}

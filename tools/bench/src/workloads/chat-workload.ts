import { Fleet } from '../generator/fleet';
import type { BenchOptions, WorkloadName } from '../options';
import { type ChatResult, chatTable, cpuTable } from '../report/chat-report';
import { say } from '../report/say';
import { short } from '../report/spread';
import type { BenchSystems } from '../systems/bench-systems';
import type { GroupPlan } from '../systems/group-plan';
import { chatRound } from './chat-round';

/** Connections in the one large group. */
const largeGroup = 1_000;

/** The groups of a chat workload; undefined for the others. */
function planOf(workload: WorkloadName, people: number): GroupPlan | undefined {
  if (workload === 'groups-5') return { name: workload, people: 5, socketsEach: 1 };
  if (workload === 'groups-50') return { name: workload, people: 50, socketsEach: 1 };
  if (workload === 'group-1000') return { name: workload, people, socketsEach: Math.round(largeGroup / people) };
  return undefined;
}

/** Measures all systems in turns, so that what else the machine does happens to all of them alike. */
export async function chatWorkload(workload: WorkloadName, field: BenchSystems, options: BenchOptions): Promise<ChatResult[]> {
  const plan = planOf(workload, options.people);
  if (!plan) return [];
  const systems = await field.all();
  const fleet = new Fleet(options.workers);
  const results: ChatResult[] = [];
  try {
    // Not counted: the engines of all of them compile their hot code first.
    for (const system of systems) await chatRound(system, fleet, plan, options);
    for (let round = 1; round <= options.rounds; round += 1) {
      // The order changes from round to round.
      for (let turn = 0; turn < systems.length; turn += 1) {
        const system = systems[(turn + round) % systems.length]!;
        const figures = await chatRound(system, fleet, plan, options);
        results.push({ workload, round, system: system.name, figures });
        const { saturated, steady } = figures;
        say(
          `${workload} ${round}/${options.rounds} ${system.name}: ${short(saturated.sendsPerSecond)} sends/s, ${short(saturated.deliveriesPerSecond)} deliveries/s, ${short(saturated.cpuPerThousand)} CPU ms/1,000, at 70 % ack p99 ${short(steady.ackP99)} ms, delivery p99 ${short(steady.deliveryP99)} ms`,
        );
      }
    }
  } finally {
    fleet.end();
  }
  say(`\n${chatTable(results, workload)}\n\n${cpuTable(results, workload)}\n`);
  return results;
}

import { setTimeout as delay } from 'node:timers/promises';

import { Fleet, type FleetCounts } from '../generator/fleet';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import type { HallwaySystem } from '../systems/hallway-system';

const plan = { name: 'groups-5', people: 5, socketsEach: 2 } as const;
const perSend = plan.people * plan.socketsEach;
const burst = { perSecond: 1_000, forMs: 10_000 };

function latencies(what: string, { acknowledgement, delivery }: FleetCounts, goals: { ackP50?: number; ackP99?: number; deliveryP99?: number }): Figure[] {
  const figure = (name: string, value: number, bound?: number): Figure => ({
    workload: 'pace',
    name: `${what}: ${name}`,
    value,
    unit: 'ms',
    ...(bound && { goal: { bound } }),
  });
  return [
    figure('send to acknowledgement, p50', acknowledgement.quantile(0.5), goals.ackP50),
    figure('send to acknowledgement, p99', acknowledgement.quantile(0.99), goals.ackP99),
    figure('send to seen by a member, p99', delivery.quantile(0.99), goals.deliveryP99),
  ];
}

async function atPace(fleet: Fleet, perSecond: number, forMs: number): Promise<FleetCounts> {
  await fleet.begin({ kind: 'open', perSecond });
  await delay(2_000);
  await fleet.mark();
  await delay(forMs);
  return fleet.mark();
}

async function burstOf(fleet: Fleet, quick: boolean): Promise<void> {
  await fleet.begin({ kind: 'open', perSecond: burst.perSecond });
  await delay(quick ? 2_000 : burst.forMs);
}

/** Ends the load; every acknowledged message must have reached every connection. */
async function settle(fleet: Fleet): Promise<number> {
  const started = performance.now();
  const { sent, acknowledged, deliveries } = await fleet.stop(perSend, 60_000);
  if (deliveries !== acknowledged * perSend || sent !== acknowledged) {
    throw new Error(`${deliveries} of ${acknowledged * perSend} deliveries came, ${acknowledged} of ${sent} sends were acknowledged`);
  }
  return (performance.now() - started) / 1_000;
}

/** What people feel at the pace of a busy office, and when everyone writes at once for a moment. */
export async function paceWorkload(hallway: HallwaySystem, { workers, people, measureMs, quick }: BenchOptions): Promise<Figure[]> {
  const fleet = new Fleet(workers);
  try {
    await fleet.connect(await hallway.clients(plan));
    const sockets = people * plan.socketsEach;
    // Not counted: a process that has just started compiles the hot code first.
    await burstOf(fleet, quick);
    await settle(fleet);
    const calm = await atPace(fleet, 100, measureMs);
    await settle(fleet);
    const busy = await atPace(fleet, 300, measureMs * 2);
    await settle(fleet);
    await burstOf(fleet, quick);
    const absorbed = await settle(fleet);
    const after = await atPace(fleet, 300, measureMs);
    await settle(fleet);
    await fleet.close();
    return [
      ...latencies(`100 sends/s, ${sockets} sockets`, calm, { ackP99: 60, deliveryP99: 120 }),
      ...latencies(`300 sends/s, ${sockets} sockets`, busy, { ackP50: 15, ackP99: 150, deliveryP99: 250 }),
      { workload: 'pace', name: `after ${burst.perSecond} sends/s: until everything was delivered`, value: absorbed, unit: 's', goal: { bound: 15 } },
      ...latencies('300 sends/s after the burst', after, { deliveryP99: 250 }),
    ];
  } finally {
    fleet.end();
  }
}

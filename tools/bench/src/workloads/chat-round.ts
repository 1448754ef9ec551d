import { setTimeout as delay } from 'node:timers/promises';

import type { Fleet, FleetCounts } from '../generator/fleet';
import type { LoadPlan } from '../generator/worker-protocol';
import { cpuSeconds } from '../measure/process-usage';
import type { BenchSystem } from '../systems/bench-system';
import { deliveriesPerSend, type GroupPlan } from '../systems/group-plan';

export interface Times {
  warmUpMs: number;
  measureMs: number;
}

/** What one system did under one load. */
export interface LoadFigures {
  sendsPerSecond: number;
  deliveriesPerSecond: number;
  messagesPerFrame: number;
  ackP50: number;
  ackP99: number;
  deliveryP50: number;
  deliveryP99: number;
  /** CPU milliseconds of all its processes and stores for 1,000 deliveries. */
  cpuPerThousand: number;
  /** The same, by process. */
  cpuShares: Record<string, number>;
  /** CPUs that the load generator used. */
  generatorCpus: number;
  refused: number;
  cutConnections: number;
}

export interface ChatFigures {
  saturated: LoadFigures;
  steady: LoadFigures;
}

/** Share of the saturated rate at which latency is taken. */
const steadyShare = 0.7;

function figuresOf(counts: FleetCounts, seconds: number, cpu: Record<string, number>, generatorCpu: number): LoadFigures {
  const { acknowledged, deliveries, frames, acknowledgement, delivery, refused, lost } = counts;
  const perThousand = (cpuSeconds: number) => (cpuSeconds * 1_000) / (deliveries / 1_000);
  return {
    sendsPerSecond: acknowledged / seconds,
    deliveriesPerSecond: deliveries / seconds,
    messagesPerFrame: deliveries / frames,
    ackP50: acknowledgement.quantile(0.5),
    ackP99: acknowledgement.quantile(0.99),
    deliveryP50: delivery.quantile(0.5),
    deliveryP99: delivery.quantile(0.99),
    cpuPerThousand: perThousand(Object.values(cpu).reduce((sum, used) => sum + used, 0)),
    cpuShares: Object.fromEntries(Object.entries(cpu).map(([name, used]) => [name, perThousand(used)])),
    generatorCpus: generatorCpu / seconds,
    refused,
    cutConnections: lost,
  };
}

function usedSince(before: Record<string, number>, now: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(now).map(([name, used]) => [name, used - (before[name] ?? 0)]));
}

async function measure(system: BenchSystem, fleet: Fleet, load: LoadPlan, { warmUpMs, measureMs }: Times, perSend: number): Promise<LoadFigures> {
  await fleet.begin(load);
  await delay(warmUpMs);
  if (load.kind === 'closed') system.toggleProfiles?.();
  const before = await fleet.mark();
  const [cpu, start] = [cpuSeconds(system.processes()), performance.now()];
  await delay(measureMs);
  const counts = await fleet.mark();
  const seconds = (performance.now() - start) / 1_000;
  const figures = figuresOf(counts, seconds, usedSince(cpu, cpuSeconds(system.processes())), counts.cpu - before.cpu);
  if (load.kind === 'closed') system.toggleProfiles?.();
  const totals = await fleet.stop(perSend);
  const expected = totals.acknowledged * perSend;
  if (figures.cutConnections === 0 && totals.deliveries !== expected) {
    throw new Error(`${system.name} delivered ${totals.deliveries} of ${expected} messages, ${totals.acknowledged} of ${totals.sent} sends were acknowledged`);
  }
  return figures;
}

/** One system in one workload: to saturation, then at a steady share of it for latency. */
export async function chatRound(system: BenchSystem, fleet: Fleet, plan: GroupPlan, times: Times): Promise<ChatFigures> {
  const perSend = deliveriesPerSend(plan);
  const before = (await system.stored()) ?? 0;
  await fleet.connect(await system.clients(plan));
  const saturated = await measure(system, fleet, { kind: 'closed' }, times, perSend);
  const steady = await measure(system, fleet, { kind: 'open', perSecond: saturated.sendsPerSecond * steadyShare }, times, perSend);
  await fleet.close();
  const stored = await system.stored();
  if (stored !== undefined && stored === before) throw new Error(`${system.name} has stored nothing`);
  return { saturated, steady };
}

import { type FormName, formNames, labels, type SystemName, systemNames } from '../systems/bench-system';
import type { ChatFigures, LoadFigures } from '../workloads/chat-round';
import { type Spread, spreadOf, withSpread } from './spread';
import { textTable } from './text-table';

/** One system in one round of one workload. */
export interface ChatResult {
  workload: string;
  round: number;
  system: SystemName;
  figures: ChatFigures;
}

export interface ChatMetric {
  name: string;
  of: (figures: ChatFigures) => number;
}

type Figure = keyof { [Key in keyof LoadFigures as LoadFigures[Key] extends number ? Key : never]: true };

const saturated = (name: string, key: Figure): ChatMetric => ({ name, of: (figures) => figures.saturated[key] });
const steady = (name: string, key: Figure): ChatMetric => ({ name, of: (figures) => figures.steady[key] });

export const chatMetrics = {
  sends: saturated('acknowledged sends/s', 'sendsPerSecond'),
  deliveries: saturated('deliveries/s', 'deliveriesPerSecond'),
  frame: saturated('messages a frame', 'messagesPerFrame'),
  cpu: saturated('CPU ms / 1,000 deliveries', 'cpuPerThousand'),
  saturatedAckP99: saturated('ack p99 ms, saturated', 'ackP99'),
  ackP50: steady('ack p50 ms at 70 %', 'ackP50'),
  ackP99: steady('ack p99 ms at 70 %', 'ackP99'),
  deliveryP50: steady('delivery p50 ms at 70 %', 'deliveryP50'),
  deliveryP99: steady('delivery p99 ms at 70 %', 'deliveryP99'),
  steadyCpu: steady('CPU ms / 1,000 deliveries at 70 %', 'cpuPerThousand'),
  generator: saturated('load generator, CPUs', 'generatorCpus'),
} satisfies Record<string, ChatMetric>;

export function workloadsIn(results: readonly ChatResult[]): string[] {
  return [...new Set(results.map(({ workload }) => workload))];
}

function figuresOf(results: readonly ChatResult[], workload: string, system: SystemName): ChatResult[] {
  return results.filter((result) => result.workload === workload && result.system === system);
}

export function spreadIn(results: readonly ChatResult[], workload: string, system: SystemName, metric: ChatMetric): Spread {
  return spreadOf(figuresOf(results, workload, system).map(({ figures }) => metric.of(figures)));
}

/** The figure of a form of Hallway by the baseline's of the same round: what else the machine did happened to both. */
export function ratioIn(results: readonly ChatResult[], workload: string, form: FormName, baseline: SystemName, metric: ChatMetric): Spread {
  const ratios = figuresOf(results, workload, form).flatMap(({ round, figures }) => {
    const other = figuresOf(results, workload, baseline).find((result) => result.round === round);
    return other ? [metric.of(figures) / metric.of(other.figures)] : [];
  });
  return spreadOf(ratios);
}

const pairs = formNames.flatMap((form) => (['monolith', 'bare'] as const).map((baseline) => [form, baseline] as const));

export function chatTable(results: readonly ChatResult[], workload: string): string {
  const rows = Object.values(chatMetrics).map((metric) => [
    metric.name,
    ...systemNames.map((system) => withSpread(spreadIn(results, workload, system, metric))),
    ...pairs.map(([form, baseline]) => withSpread(ratioIn(results, workload, form, baseline, metric))),
  ]);
  return textTable(
    [workload, ...systemNames.map((name) => labels[name]), ...pairs.map(([form, baseline]) => `${labels[form]} / ${labels[baseline].slice(0, 1)}`)],
    rows,
  );
}

/** Which process of each system uses the CPU, for 1,000 deliveries at saturation. */
export function cpuTable(results: readonly ChatResult[], workload: string): string {
  const rows = results
    .filter((result) => result.workload === workload)
    .flatMap(({ system, figures }) => Object.entries(figures.saturated.cpuShares).map(([process, used]) => ({ name: `${system}: ${process}`, used })));
  const names = [...new Set(rows.map(({ name }) => name))];
  const lines = names.map((name) => [name, withSpread(spreadOf(rows.filter((row) => row.name === name).map(({ used }) => used)))]);
  return textTable([`${workload}, CPU ms / 1,000 deliveries`, ''], lines);
}

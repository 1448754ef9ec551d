import type { SystemName } from '../systems/bench-system';
import { chatMetrics, type ChatMetric, type ChatResult, ratioIn, workloadsIn } from './chat-report';
import { withSpread } from './spread';
import { textTable } from './text-table';

interface Goal {
  workload: string;
  metric: ChatMetric;
  baseline: SystemName;
  bound: number;
  /** Whether the ratio must be at least the bound, or at most. */
  atLeast: boolean;
}

const { sends, ackP99, deliveryP99, cpu } = chatMetrics;

const goals: readonly Goal[] = [
  { workload: 'groups-5', metric: sends, baseline: 'monolith', bound: 4, atLeast: true },
  { workload: 'groups-50', metric: sends, baseline: 'monolith', bound: 8, atLeast: true },
  { workload: 'groups-5', metric: ackP99, baseline: 'monolith', bound: 1, atLeast: false },
  { workload: 'groups-50', metric: ackP99, baseline: 'monolith', bound: 1, atLeast: false },
  { workload: 'groups-5', metric: deliveryP99, baseline: 'monolith', bound: 1, atLeast: false },
  { workload: 'groups-50', metric: deliveryP99, baseline: 'monolith', bound: 1, atLeast: false },
  { workload: 'groups-5', metric: sends, baseline: 'bare', bound: 1, atLeast: true },
  { workload: 'groups-50', metric: sends, baseline: 'bare', bound: 4, atLeast: true },
  { workload: 'groups-5', metric: cpu, baseline: 'monolith', bound: 0.8, atLeast: false },
  { workload: 'groups-50', metric: cpu, baseline: 'monolith', bound: 0.4, atLeast: false },
];

/** Each goal that these results speak of, with the measured ratio beside it. */
export function goalTable(results: readonly ChatResult[]): string {
  const measured = workloadsIn(results);
  const rows = goals.filter(({ workload }) => measured.includes(workload)).flatMap(({ workload, metric, baseline, bound, atLeast }) => {
    const ratio = ratioIn(results, workload, baseline, metric);
    if (!Number.isFinite(ratio.median)) return [];
    const met = atLeast ? ratio.median >= bound : ratio.median <= bound;
    return [[workload, metric.name, `${atLeast ? '≥' : '≤'} ${bound} × ${baseline === 'monolith' ? 'A' : 'B'}`, withSpread(ratio), met ? 'met' : 'not met']];
  });
  return rows.length > 0 ? textTable(['workload', 'figure', 'goal', 'measured ratio', ''], rows) : '';
}

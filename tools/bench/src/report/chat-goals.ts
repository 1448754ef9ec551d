import { type FormName, formNames, labels, type SystemName } from '../systems/bench-system';
import { type ChatMetric, chatMetrics, type ChatResult, ratioIn, workloadsIn } from './chat-report';
import { withSpread } from './spread';
import { textTable } from './text-table';

interface Goal {
  workload: string;
  metric: ChatMetric;
  baseline: SystemName;
  bound: number;
  /** Whether the ratio must be at least the bound, or at most. */
  atLeast: boolean;
  form: FormName;
}

const { sends, ackP99, deliveryP99, cpu } = chatMetrics;

const goals: readonly Goal[] = [
  { form: 'hallway', workload: 'groups-5', metric: sends, baseline: 'monolith', bound: 4, atLeast: true },
  { form: 'hallway', workload: 'groups-5', metric: sends, baseline: 'bare', bound: 0.9, atLeast: true },
  { form: 'hallway', workload: 'groups-50', metric: sends, baseline: 'monolith', bound: 6.5, atLeast: true },
  { form: 'hallway', workload: 'groups-50', metric: sends, baseline: 'bare', bound: 2.7, atLeast: true },
  { form: 'hallway', workload: 'groups-5', metric: cpu, baseline: 'monolith', bound: 0.25, atLeast: false },
  { form: 'hallway', workload: 'groups-50', metric: cpu, baseline: 'monolith', bound: 0.2, atLeast: false },
  ...formNames.flatMap((form): Goal[] => [
    { form, workload: 'groups-5', metric: ackP99, baseline: 'monolith', bound: 1, atLeast: false },
    { form, workload: 'groups-50', metric: ackP99, baseline: 'monolith', bound: 1, atLeast: false },
    { form, workload: 'groups-5', metric: deliveryP99, baseline: 'monolith', bound: 1, atLeast: false },
    { form, workload: 'groups-50', metric: deliveryP99, baseline: 'monolith', bound: 1, atLeast: false },
  ]),
];

/** Each goal that these results speak of, with the measured ratio beside it. */
export function goalTable(results: readonly ChatResult[]): string {
  const measured = workloadsIn(results);
  const rows = goals
    .filter(({ workload }) => measured.includes(workload))
    .flatMap(({ form, workload, metric, baseline, bound, atLeast }) => {
      const ratio = ratioIn(results, workload, form, baseline, metric);
      if (!Number.isFinite(ratio.median)) return [];
      const met = atLeast ? ratio.median >= bound : ratio.median <= bound;
      return [
        [
          labels[form],
          workload,
          metric.name,
          `${atLeast ? '≥' : '≤'} ${bound} × ${baseline === 'monolith' ? 'A' : 'B'}`,
          withSpread(ratio),
          met ? 'met' : 'not met',
        ],
      ];
    });
  return rows.length > 0 ? textTable(['form', 'workload', 'figure', 'goal', 'measured ratio', ''], rows) : '';
}

import { labels } from '../systems/bench-system';
import { type ChatMetric, chatMetrics, type ChatResult, spreadIn, workloadsIn } from './chat-report';
import { short, type Spread } from './spread';

const systems = [
  { name: 'hallway', color: '#4f46e5' },
  { name: 'separate', color: '#a5b4fc' },
  { name: 'monolith', color: '#94a3b8' },
  { name: 'bare', color: '#cbd5e1' },
] as const;

const panels: readonly { title: string; metric: ChatMetric }[] = [
  { title: 'acknowledged sends/s (more is better)', metric: chatMetrics.sends },
  { title: 'CPU ms for 1,000 deliveries (less is better)', metric: chatMetrics.cpu },
  { title: 'delivery p99 at 70 % load, ms (less is better)', metric: chatMetrics.deliveryP99 },
];

const size = { bar: 22, gap: 8, label: 105, width: 170, head: 54, value: 95 };
const panelWidth = size.label + size.width + size.value;
const groupHeight = systems.length * (size.bar + size.gap) + 34;

function bar(spread: Spread, most: number, y: number, label: string, color: string): string {
  const scale = (value: number) => (size.width * value) / most;
  const middle = y + size.bar / 2;
  const whisker = `<path d="M${size.label + scale(spread.least)} ${middle}H${size.label + scale(spread.most)}" stroke="#0f172a" stroke-width="1.5"/>`;
  return [
    `<text x="${size.label - 8}" y="${middle + 4}" text-anchor="end">${label}</text>`,
    `<rect x="${size.label}" y="${y}" width="${Math.max(1, scale(spread.median)).toFixed(1)}" height="${size.bar}" rx="3" fill="${color}"/>`,
    whisker,
    `<text x="${size.label + Math.max(scale(spread.most), scale(spread.median)) + 6}" y="${middle + 4}">${short(spread.median)}</text>`,
  ].join('');
}

function group(results: readonly ChatResult[], workload: string, metric: ChatMetric, top: number): string {
  const bars = systems
    .map((system) => ({ ...system, spread: spreadIn(results, workload, system.name, metric) }))
    .filter(({ spread }) => Number.isFinite(spread.median));
  const most = Math.max(...bars.map(({ spread }) => spread.most));
  const drawn = bars.map(({ spread, name, color }, place) => bar(spread, most, top + 22 + place * (size.bar + size.gap), labels[name], color));
  return `<text x="0" y="${top + 12}" font-weight="600">${workload.replace('-', ' of ')}</text>${drawn.join('')}`;
}

/** Bars for each workload, each with the spread of its rounds, as an SVG that needs nothing else. */
export function chatPlot(results: readonly ChatResult[]): string {
  const workloads = workloadsIn(results);
  const [width, height] = [panelWidth * panels.length + 40, size.head + workloads.length * groupHeight + 10];
  const columns = panels.map(({ title, metric }, column) => {
    const groups = workloads.map((workload, row) => group(results, workload, metric, size.head + row * groupHeight));
    return `<g transform="translate(${20 + column * panelWidth} 0)"><text x="0" y="30" font-size="14" font-weight="600">${title}</text>${groups.join('')}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#0f172a">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...columns,
    '</svg>\n',
  ].join('\n');
}

import { escaped, seconds } from './markup';
import type { Measures } from './measures';

const width = 920;
const left = 52;
const right = width - 12;
const load = { top: 34, bottom: 178 };
const delay = { top: 212, bottom: 300 };
const height = 344;

/** Acknowledgements a second and how long they took, with the faults shaded. */
export function timelinePicture(measures: Measures): string {
  const { durationMs, slices, faults, settledAt, sliceMs } = measures;
  const x = (t: number): number => left + ((right - left) * Math.min(t, durationMs)) / durationMs;
  const most = Math.max(1, ...slices.map(({ acks }) => acks));
  const slowest = Math.max(1, ...slices.map(({ p99 = 0 }) => p99));
  const y = (value: number, top: number, bottom: number, limit: number): number => bottom - ((bottom - top) * value) / limit;
  const middle = (t: number): number => x(t + sliceMs / 2);
  const shades = faults.map(({ name, startedAt, healedAt }, index) => shade(x(startedAt), x(healedAt), index === 0 ? name : ''));
  const area = slices.map(({ t, acks }) => `L${middle(t).toFixed(1)} ${y(acks, load.top, load.bottom, most).toFixed(1)}`).join('');
  const line = (of: 'p50' | 'p99'): string =>
    strokes(slices.map((slice) => (slice[of] === undefined ? undefined : [middle(slice.t), y(slice[of], delay.top, delay.bottom, slowest)])));
  const marks =
    settledAt === undefined
      ? ''
      : `<line x1="${x(settledAt)}" x2="${x(settledAt)}" y1="${load.top - 6}" y2="${delay.bottom}" stroke="var(--good)" stroke-width="2" stroke-dasharray="2 4"/><text x="${x(settledAt) - 5}" y="${load.top - 12}" text-anchor="end" style="fill:var(--good)">in step</text>`;
  return `<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(inWords(measures, most, slowest))}">
${shades.join('')}
${axis(load, most.toFixed(0), 'acknowledged a second')}
<path d="M${middle(slices[0]?.t ?? 0).toFixed(1)} ${load.bottom}${area}L${middle(slices.at(-1)?.t ?? 0).toFixed(1)} ${load.bottom}Z" fill="var(--load)" fill-opacity=".25" stroke="var(--load)" stroke-width="1.5"/>
${axis(delay, seconds(slowest), 'send to acknowledgement: half (thick) and 99 of 100 (thin) were faster')}
<path d="${line('p99')}" fill="none" stroke="var(--late)" stroke-width="1"/><path d="${line('p50')}" fill="none" stroke="var(--late)" stroke-width="2.5"/>
${marks}
${ticks(durationMs, x)}
</svg>
<figcaption>${escaped(inWords(measures, most, slowest))}</figcaption>
</figure>`;
}

function shade(from: number, to: number, name: string): string {
  const label = name && `<text x="${from + 5}" y="${load.top - 12}" style="fill:var(--fault);font-weight:600">${escaped(name)}</text>`;
  return `<rect x="${from.toFixed(1)}" y="${load.top - 6}" width="${Math.max(2, to - from).toFixed(1)}" height="${delay.bottom - load.top + 6}" fill="var(--fault)" fill-opacity=".22"/>${label}`;
}

function axis({ top, bottom }: { top: number; bottom: number }, highest: string, title: string): string {
  const text = `<text x="${left - 6}" y="${top + 4}" text-anchor="end">${escaped(highest)}</text><text x="${left - 6}" y="${bottom + 4}" text-anchor="end">0</text>`;
  return `<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="var(--line)"/><line x1="${left}" x2="${right}" y1="${top}" y2="${top}" stroke="var(--line)" stroke-dasharray="2 4"/>${text}<text x="${left}" y="${bottom + 16}">${escaped(title)}</text>`;
}

function ticks(durationMs: number, x: (t: number) => number): string {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600].find((each) => durationMs / 1_000 / each <= 12) ?? 7_200;
  const times = Array.from({ length: Math.floor(durationMs / 1_000 / step) + 1 }, (_, index) => index * step);
  return times
    .map((at) => `<text x="${x(at * 1_000).toFixed(1)}" y="${height - 2}" text-anchor="${at * 1_000 > durationMs * 0.97 ? 'end' : 'middle'}">${at} s</text>`)
    .join('');
}

/** A line that is broken where there is nothing. */
function strokes(points: ([number, number] | undefined)[]): string {
  return points.map((point, index) => (point ? `${points[index - 1] ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}h.01` : '')).join('');
}

function inWords({ faults, settledAt, durationMs }: Measures, most: number, slowest: number): string {
  const times = faults
    .slice(0, 3)
    .map(
      ({ name, target, startedAt, healedAt }) => `${name} of ${target} from ${seconds(startedAt)} to ${healedAt === Infinity ? 'the end' : seconds(healedAt)}`,
    );
  const more = faults.length > 3 ? [`and ${faults.length - 3} more`] : [];
  const what = faults.length > 0 ? `Shaded: ${[...times, ...more].join(', ')}.` : 'No fault.';
  const end = settledAt === undefined ? 'It never came into step.' : `In step at ${seconds(settledAt)}.`;
  return `${seconds(durationMs)} of load, at most ${most.toFixed(0)} acknowledgements a second; the slowest second had 99 of 100 within ${seconds(slowest)}. ${what} ${end}`;
}

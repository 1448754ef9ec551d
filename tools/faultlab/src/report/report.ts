import { type Invariant, invariantNames, invariants, type Verdict, type Violation } from '../checker/verdict';
import type { Bounds, HistoryEvent } from '../history/history-event';
import { escaped, figure, grouped, page, seconds } from './markup';
import { type Measures, measuresOf } from './measures';
import { timelinePicture } from './timeline-picture';

export interface ReportedRun {
  verdict: Verdict;
  events: readonly HistoryEvent[];
  /** What the fault is, in a few words. */
  title: string;
  /** Runs the same again. */
  replay: string;
}

const shownLost = 100;

/** The page of one run. */
export function reportPage({ verdict, events, title, replay }: ReportedRun): string {
  const measures = measuresOf(events);
  const body = [
    headline(verdict, title),
    figures(verdict, measures, boundsOf(events)),
    `<h2>Load and recovery</h2>\n${timelinePicture(measures)}`,
    verdict.violations.length > 0 ? violations(verdict) : '',
    verdict.lost.length > 0 ? lostMessages(verdict) : '',
    invariantTable(verdict),
    `<h2>What happened</h2>\n<dl>${measures.counts.map(({ name, count }) => figure(name, grouped(count))).join('')}</dl>`,
    `<h2>Again</h2>\n<p>Seed ${escaped(verdict.seed)}.</p>\n<pre>${escaped(replay)}</pre>`,
  ];
  return page(`${verdict.fault} ${verdict.passed ? 'held' : 'broken'}: ${title}`, body.filter(Boolean).join('\n'));
}

function boundsOf(events: readonly HistoryEvent[]): Partial<Bounds> {
  return Object.assign({}, ...events.filter(({ type }) => type === 'run' || type === 'settled')) as Partial<Bounds>;
}

function headline({ fault, passed, violated, unchecked }: Verdict, title: string): string {
  const broken = invariantNames.filter((name) => violated[name] > 0);
  const says = passed ? 'Everything held' : `Broken: ${broken.join(', ')}`;
  const silent = unchecked.length > 0 ? `<p class="soft">This run says nothing about ${unchecked.join(', ')}.</p>` : '';
  return `<p class="verdict ${passed ? 'good' : 'bad'}">${says}</p>\n<h1>${escaped(fault)} · ${escaped(title)}</h1>${silent}`;
}

function figures({ lost, timings, checks }: Verdict, { latency, counts }: Measures, bounds: Partial<Bounds>): string {
  const made = Object.values(checks).reduce((sum, count) => sum + count, 0);
  const bound = (ms: number | undefined): string => (ms === undefined ? 'no bound' : `bound ${seconds(ms)}`);
  return `<dl>${[
    figure('acknowledged and lost', grouped(lost.length), `of ${grouped(counts[0]?.count ?? 0)}`),
    figure('longest ack gap', seconds(timings.longestAckGapMs), bound(bounds.ackGapMs)),
    figure('heal to in step', timings.healToSettledMs === undefined ? '–' : seconds(timings.healToSettledMs), bound(bounds.boundMs)),
    figure('send to ack', seconds(latency.p50), `99 of 100 within ${seconds(latency.p99)}`),
    figure('comparisons', grouped(made), 'made by the checker'),
  ].join('')}</dl>`;
}

function invariantTable({ checks, violated }: Verdict): string {
  const row = (name: Invariant): string => {
    const [state, word] = violated[name] > 0 ? ['bad', `broken ${grouped(violated[name])}×`] : checks[name] > 0 ? ['good', 'held'] : ['soft', 'not looked at'];
    return `<tr><th scope="row">${name}</th><td>${escaped(invariants[name])}</td><td class="number">${grouped(checks[name])}</td><td class="${state}">${word}</td></tr>`;
  };
  return `<h2>What must hold</h2>
<div class="wide"><table><thead><tr><th scope="col"></th><th scope="col">Invariant</th><th scope="col" class="number">Checks</th><th scope="col">Result</th></tr></thead>
<tbody>${invariantNames.map(row).join('\n')}</tbody></table></div>`;
}

function violations({ violations: found, violated }: Verdict): string {
  const total = Object.values(violated).reduce((sum, count) => sum + count, 0);
  const note = total > found.length ? `<p class="soft">${grouped(total)} in all; the first of each invariant are shown.</p>` : '';
  return `<h2>Violations</h2>${note}\n${found.map(violation).join('\n')}`;
}

function violation({ invariant, says, evidence }: Violation, index: number): string {
  const lines = evidence.map(({ line, event }) => `${line}: ${JSON.stringify(event)}`).join('\n');
  const proof = evidence.length > 0 ? `<p class="soft">Lines of the history that prove it:</p><pre>${escaped(lines)}</pre>` : '';
  return `<details${index === 0 ? ' open' : ''}><summary>${invariant}: ${escaped(says)}</summary>${proof}</details>`;
}

function lostMessages({ lost }: Verdict): string {
  const row = ({ conversationId, seq, user, clientMessageId, ackedAt }: Verdict['lost'][number]): string =>
    `<tr><td>${escaped(conversationId)}</td><td class="number">${escaped(seq ?? '–')}</td><td>${escaped(user)}</td><td>${escaped(clientMessageId)}</td><td class="number">${seconds(ackedAt)}</td></tr>`;
  const note = lost.length > shownLost ? `<p class="soft">The first ${shownLost} of ${grouped(lost.length)}.</p>` : '';
  return `<h2>Acknowledged and lost</h2>${note}
<div class="wide"><table><thead><tr><th scope="col">Conversation</th><th scope="col" class="number">Number</th><th scope="col">Sender</th><th scope="col">Client id</th><th scope="col" class="number">Acknowledged at</th></tr></thead>
<tbody>${lost.slice(0, shownLost).map(row).join('\n')}</tbody></table></div>`;
}

import { invariantNames, type Verdict } from '../checker/verdict';
import { escaped, figure, grouped, page, seconds } from './markup';

export interface IndexedRun {
  verdict: Verdict;
  title: string;
  /** File name of the run's own page. */
  href: string;
  /** When a planted bug was to be found: whether it was. */
  caught?: boolean;
}

/** One page over several runs. */
export function indexPage(runs: readonly IndexedRun[]): string {
  const good = runs.filter(isGood).length;
  const lost = runs.reduce((sum, { verdict }) => sum + verdict.lost.length, 0);
  const made = runs.reduce((sum, { verdict }) => sum + Object.values(verdict.checks).reduce((all, count) => all + count, 0), 0);
  const passed = good === runs.length;
  return page(
    `Fault lab: ${good} of ${runs.length} runs as they must be`,
    `<p class="verdict ${passed ? 'good' : 'bad'}">${passed ? 'Every run is as it must be' : `${runs.length - good} of ${runs.length} runs are not as they must be`}</p>
<h1>Fault lab</h1>
<p class="soft">Real processes, real faults; each run is judged from what its clients recorded.</p>
<dl>${[figure('runs', grouped(runs.length)), figure('acknowledged and lost', grouped(lost)), figure('comparisons', grouped(made), 'made by the checker')].join('')}</dl>
<h2>Runs</h2>
<div class="wide"><table><thead><tr><th scope="col">Fault</th><th scope="col">What was done</th><th scope="col" class="number">Longest ack gap</th><th scope="col" class="number">Heal to in step</th><th scope="col" class="number">Lost</th><th scope="col" class="number">Seed</th><th scope="col">Result</th></tr></thead>
<tbody>${runs.map(row).join('\n')}</tbody></table></div>`,
  );
}

function isGood({ verdict, caught }: IndexedRun): boolean {
  return caught ?? verdict.passed;
}

function row(run: IndexedRun): string {
  const { verdict, title, href } = run;
  const { timings, lost, seed, fault } = verdict;
  const settled = timings.healToSettledMs === undefined ? '–' : seconds(timings.healToSettledMs);
  return `<tr><th scope="row"><a href="${escaped(href)}">${escaped(fault)}</a></th><td>${escaped(title)}</td><td class="number">${seconds(timings.longestAckGapMs)}</td><td class="number">${settled}</td><td class="number">${grouped(lost.length)}</td><td class="number">${escaped(seed)}</td><td class="${isGood(run) ? 'good' : 'bad'}">${result(run)}</td></tr>`;
}

function result({ verdict, caught }: IndexedRun): string {
  const broken = invariantNames.filter((name) => verdict.violated[name] > 0).join(', ');
  if (caught === undefined) return verdict.passed ? 'held' : `broken: ${broken}`;
  return caught ? `caught by ${broken}` : `not caught${broken && ` (${broken})`}`;
}

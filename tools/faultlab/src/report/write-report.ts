import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { type IndexedRun, indexPage } from './index-page';
import { type ReportedRun, reportPage } from './report';

/** Writes the page of a run beside its history; answers its path. */
export function writeReport(historyPath: string, run: ReportedRun): string {
  const path = historyPath.replace(/\.jsonl$/, '.html');
  writeFileSync(path, reportPage(run));
  return path;
}

/** Writes the page over all runs; answers its path. */
export function writeIndex(folder: string, runs: readonly (Omit<IndexedRun, 'href'> & { path: string })[]): string {
  const path = join(folder, 'index.html');
  writeFileSync(path, indexPage(runs.map(({ path: page, ...run }) => ({ ...run, href: basename(page) }))));
  return path;
}

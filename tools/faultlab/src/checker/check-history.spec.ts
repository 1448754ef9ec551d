import fc from 'fast-check';

import type { HistoryEvent } from '../history/history-event';
import { checkHistory } from './check-history';
import { type Breakage, breakages } from './sample/breakages';
import { sampleRun } from './sample/sample-run';
import { invariantNames, type Verdict } from './verdict';

const shapes = fc.record({ seed: fc.integer(), steps: fc.integer({ min: 0, max: 80 }), eventful: fc.boolean(), ordered: fc.boolean() });

/** The first of a fixed row of histories that the breakage applies to and that the checker does not accept. */
function broken({ bug, change }: Breakage): Verdict | undefined {
  for (let seed = 1; seed <= 60; seed += 1) {
    const events: HistoryEvent[] = structuredClone(sampleRun({ seed, steps: 150, eventful: true, ordered: false, bug }));
    const applies = change === undefined || change(events);
    const verdict = applies ? checkHistory(events) : undefined;
    if (verdict?.passed === false) return verdict;
  }
  return undefined;
}

describe('the checker', () => {
  it('accepts 1,000 right histories, and every invariant looks at something in them', () => {
    const checks = new Map(invariantNames.map((name) => [name, 0]));
    fc.assert(
      fc.property(shapes, (shape) => {
        const verdict = checkHistory(sampleRun(shape));
        for (const name of invariantNames) checks.set(name, (checks.get(name) ?? 0) + verdict.checks[name]);
        expect(verdict.violations).toEqual([]);
        expect(verdict).toMatchObject({ passed: true, lost: [] });
      }),
      { numRuns: 1_000 },
    );
    expect(invariantNames.filter((name) => (checks.get(name) ?? 0) < 100)).toEqual([]);
  });

  it.each(breakages)('rejects a history in which $name, as $violates', (breakage) => {
    const verdict = broken(breakage);
    expect(verdict?.violations.map(({ invariant, says }) => `${invariant} ${says}`)).not.toEqual([]);
    expect(new Set(verdict?.violations.map(({ invariant }) => invariant))).toEqual(new Set(breakage.violates));
  });

  it('is tried with two broken histories of each invariant at least', () => {
    const tried = (name: string): number => breakages.filter(({ violates }) => violates.some((violated) => violated === name)).length;
    expect(invariantNames.filter((name) => tried(name) < 2)).toEqual([]);
    expect(breakages.length).toBeGreaterThanOrEqual(30);
  });
});

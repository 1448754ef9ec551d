import fc from 'fast-check';

import { checkHistory } from './check-history';
import { sampleRun } from './sample/sample-run';
import { invariantNames } from './verdict';

const shapes = fc.record({ seed: fc.integer(), steps: fc.integer({ min: 0, max: 160 }), eventful: fc.boolean(), ordered: fc.boolean() });

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
      { numRuns: Number(process.env.RUNS ?? 1000) },
    );
    expect(invariantNames.filter((name) => (checks.get(name) ?? 0) < 100)).toEqual([]);
  });
});

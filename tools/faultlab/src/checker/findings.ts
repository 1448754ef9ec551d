import { type Evidence, type Invariant, invariantNames, type Verdict, type Violation } from './verdict';

/** Of each invariant so many violations are kept with their evidence; the others are counted. */
const keptOfEach = 50;

/** What the invariants report while they look at a run. */
export class Findings {
  private readonly checks = zeroes();
  private readonly violated = zeroes();
  private readonly violations: Violation[] = [];

  checked(invariant: Invariant, times = 1): void {
    this.checks[invariant] += times;
  }

  violation(invariant: Invariant, says: string, evidence: (Evidence | undefined)[]): void {
    this.violated[invariant] += 1;
    if (this.violated[invariant] > keptOfEach) return;
    this.violations.push({ invariant, says, evidence: evidence.filter((item) => item !== undefined) });
  }

  result(): Pick<Verdict, 'passed' | 'checks' | 'violated' | 'violations' | 'unchecked'> {
    const unchecked = invariantNames.filter((name) => this.checks[name] === 0);
    return { passed: this.violations.length === 0, checks: this.checks, violated: this.violated, violations: this.violations, unchecked };
  }
}

function zeroes(): Record<Invariant, number> {
  return Object.fromEntries(invariantNames.map((name) => [name, 0])) as Record<Invariant, number>;
}

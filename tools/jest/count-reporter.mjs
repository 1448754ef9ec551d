import { writeFileSync } from 'node:fs';

/** Prints `N passed, N failed` as the last line; a file that cannot run and a skipped test both count as failed. */
export default class CountReporter {
  constructor(globalConfig) {
    // With a name filter jest reports everything it filtered away as pending; that is no skipped test.
    this.filtered = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, results) {
    const skipped = this.filtered ? 0 : results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
    if (skipped > 0) process.stderr.write(`${skipped} tests were skipped, which is not allowed\n`);
    const counts = { passed: results.numPassedTests, failed };
    if (process.env.HALLWAY_TEST_COUNTS) writeFileSync(process.env.HALLWAY_TEST_COUNTS, JSON.stringify(counts));
    this.error = skipped > 0 ? new Error('skipped tests') : undefined;
    process.stderr.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  }

  getLastError() {
    return this.error;
  }
}

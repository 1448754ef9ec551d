import { writeFileSync, writeSync } from 'node:fs';

/** Prints `N passed, N failed` as the last line; a file that cannot run and a skipped test both count as failed. */
export default class CountReporter {
  constructor(globalConfig) {
    // With a name filter jest reports everything it filtered away as pending; that is no skipped test.
    this.filtered = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, results) {
    const skipped = this.filtered ? 0 : results.numPendingTests + results.numTodoTests;
    const counts = { passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites + skipped };
    if (process.env.HALLWAY_TEST_COUNTS) writeFileSync(process.env.HALLWAY_TEST_COUNTS, JSON.stringify(counts));
    if (skipped > 0) this.error = new Error(`${skipped} tests were skipped, which is not allowed`);
    // At exit, because jest prints its own summary after every custom reporter.
    process.once('exit', () => writeSync(2, `${counts.passed} passed, ${counts.failed} failed\n`));
  }

  getLastError() {
    return this.error;
  }
}

const JEST = ['node_modules/jest/bin/jest.js', '--forceExit'];
// The rule for imports between projects reads the graph that Nx keeps on disk, and is silent without it.
const GRAPH = ['node_modules/nx/dist/bin/nx.js', 'show', 'projects', '--json'];
const ALL = ['-c', 'jest.config.mjs'];
const SYSTEM = 'apps/system-e2e';

/**
 * What `npm test` runs, in this order: cheap and telling steps first.
 *
 * - `commands`: arguments for node, one after the other; the step passes when all exit with 0
 * - `jest`: the kind of spec files; the step counts their tests instead; `counts`: it counts otherwise, and tells
 * - `stores`: it needs PostgreSQL and Redis; `browser`: it needs Chromium; `nginx`: it uses one where there is one; `after`: pointless when that step failed
 */
export const STEPS = [
  { name: 'lock', title: 'lock file', commands: [['tools/check-lock.mjs']], minutes: 1 },
  { name: 'lint', title: 'lint', commands: [GRAPH, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']], minutes: 8 },
  { name: 'boundaries', title: 'lint self-test', commands: [GRAPH, ['tools/lint-self-test.mjs']], minutes: 5 },
  {
    name: 'typecheck',
    title: 'types',
    commands: ['tsconfig.json', 'tsconfig.web.json'].map((file) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', file]),
    minutes: 10,
  },
  { name: 'deadcode', title: 'dead code', commands: [['node_modules/knip/bin/knip.js', '--no-config-hints']], minutes: 3 },
  { name: 'unit', title: 'unit tests', jest: 'unit', commands: [[...JEST, ...ALL, '--maxWorkers=2']], minutes: 15 },
  { name: 'build', title: 'build', commands: [['tools/build.mjs', '--if-stale']], minutes: 5 },
  { name: 'integration', title: 'integration tests', jest: 'integration', commands: [[...JEST, ...ALL, '--maxWorkers=2']], stores: true, minutes: 15 },
  { name: 'e2e', title: 'service tests', jest: 'e2e', commands: [[...JEST, ...ALL, '--maxWorkers=2', '--ignoreProjects', SYSTEM]], stores: true, minutes: 20 },
  {
    name: 'system',
    title: 'system tests',
    jest: 'e2e',
    commands: [[...JEST, '-c', `${SYSTEM}/jest.config.js`, '--runInBand']],
    stores: true,
    browser: true,
    nginx: true,
    after: 'build',
    minutes: 40,
  },
  { name: 'faults', title: 'fault lab, smoke', counts: true, commands: [['tools/torture.mjs', '--smoke', '--seed', '1']], after: 'build', minutes: 10 },
];

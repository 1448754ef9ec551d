const JEST = ['node_modules/jest/bin/jest.js', '--forceExit'];
const ALL = ['-c', 'jest.config.mjs'];
const SYSTEM = 'apps/system-e2e';
const KUBERNETES = 'tools/kubernetes';
/** What must hold for people and their programs, however the services are spread over processes. */
const IN_EITHER_FORM = 'test/(contract/.*|browser|chat|composer|cost|faults|groups|list|live-state|plain-http|privacy|staying|timeline|typing)\\.e2e-spec';

const everything = ['{workspaceRoot}/**/*', 'sharedGlobals', 'machine'];
const sources = ['{workspaceRoot}/{apps,libs,tools}/**/*', '{workspaceRoot}/*.{json,mjs}', '!{workspaceRoot}/**/*.md', 'sharedGlobals', 'machine'];
/** What a running system is made of, and what starts it. */
const system = [
  ...sources,
  '{workspaceRoot}/deploy/nginx/*',
  '{workspaceRoot}/docs/examples/**/*',
  '{workspaceRoot}/docs/metrics.md',
  '!{workspaceRoot}/{apps,libs,tools}/**/*.{spec,int-spec}.{ts,tsx}',
  '!{workspaceRoot}/libs/services/*/test/**/*',
  '!{workspaceRoot}/tools/bench/**/*',
];

/**
 * What `npm test` runs, in this order: cheap and telling steps first.
 *
 * - `commands`: arguments for node, one after the other; the step passes when all exit with 0
 * - `inputs`: what its result depends on, for Nx; while that stays the same a passed step is not run again
 * - `jest`: the kind of spec files; the step counts their tests instead; `counts`: it counts otherwise, and tells
 * - `env`: what is set for it besides
 * - `beside`: runs at the same time as the neighbours that say so; for what one processor is enough
 * - `stores`: it needs PostgreSQL and Redis; `browser`: it needs Chromium; `after`: pointless when that step failed
 * - `nx`: arguments for Nx in place of commands, where the targets of the projects are the step
 */
export const STEPS = [
  {
    name: 'lock',
    title: 'lock file',
    commands: [['tools/check-lock.mjs']],
    inputs: ['{workspaceRoot}/package-lock.json', '{workspaceRoot}/tools/**/*'],
    beside: true,
    minutes: 1,
  },
  { name: 'lint', title: 'lint', commands: [['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']], inputs: sources, beside: true, minutes: 8 },
  {
    name: 'format',
    title: 'format',
    commands: [['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
    inputs: everything,
    beside: true,
    minutes: 3,
  },
  {
    name: 'typecheck',
    title: 'types',
    commands: ['tsconfig.json', 'tsconfig.web.json'].map((file) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', file]),
    inputs: sources,
    beside: true,
    minutes: 10,
  },
  { name: 'boundaries', title: 'lint self-test', commands: [['tools/lint-self-test.mjs']], inputs: sources, beside: true, minutes: 5 },
  { name: 'deadcode', title: 'dead code', commands: [['node_modules/knip/bin/knip.js', '--no-config-hints']], inputs: sources, beside: true, minutes: 3 },
  { name: 'unit', title: 'unit tests', jest: 'unit', commands: [[...JEST, ...ALL, '--maxWorkers=2']], inputs: everything, minutes: 15 },
  { name: 'build', title: 'build', nx: ['run-many', '-t', 'build', '-p', 'apps/*', '--exclude', '@hallway/system-e2e'], minutes: 5 },
  {
    name: 'manifests',
    title: 'Helm chart and compose file',
    jest: 'e2e',
    commands: [[...JEST, '-c', `${KUBERNETES}/jest.config.js`, '--maxWorkers=2']],
    inputs: [
      ...sources,
      '{workspaceRoot}/deploy/{compose,docker,grafana,helm,prometheus}/**/*',
      '{workspaceRoot}/{docker-compose.yml,.env.example}',
      '{workspaceRoot}/docs/compose.md',
    ],
    minutes: 5,
  },
  {
    name: 'integration',
    title: 'integration tests',
    jest: 'integration',
    commands: [[...JEST, ...ALL, '--maxWorkers=2']],
    inputs: sources,
    stores: true,
    minutes: 15,
  },
  {
    name: 'e2e',
    title: 'service tests',
    jest: 'e2e',
    commands: [[...JEST, ...ALL, '--maxWorkers=2', '--ignoreProjects', SYSTEM, KUBERNETES]],
    inputs: sources,
    stores: true,
    minutes: 20,
  },
  {
    name: 'system',
    title: 'system tests',
    jest: 'e2e',
    commands: [[...JEST, '-c', `${SYSTEM}/jest.config.js`, '--runInBand']],
    inputs: system,
    stores: true,
    browser: true,
    after: 'build',
    minutes: 40,
  },
  {
    name: 'one-process',
    title: 'system tests, all services in one process',
    jest: 'e2e',
    env: { HALLWAY_MODE: 'one' },
    commands: [[...JEST, '-c', `${SYSTEM}/jest.config.js`, '--runInBand', IN_EITHER_FORM]],
    inputs: system,
    stores: true,
    browser: true,
    after: 'build',
    minutes: 30,
  },
  {
    name: 'faults',
    title: 'fault lab, smoke',
    counts: true,
    commands: [['tools/torture.mjs', '--smoke', '--seed', '1']],
    inputs: system,
    after: 'build',
    minutes: 10,
  },
  {
    name: 'faults-one',
    title: 'fault lab, smoke, all services in one process',
    counts: true,
    commands: [['tools/torture.mjs', '--smoke', '--mode', 'one', '--seed', '1']],
    inputs: system,
    after: 'build',
    minutes: 10,
  },
];

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Answer {
  all: string[];
  /** By the file that changed. */
  answers: Record<string, string[]>;
}

/** They look at the whole workspace, so every change affects them. */
const WATCHERS = ['workspace', '@hallway/workspace'];

const CONTRACTS = ['auth', 'conversations', 'core', 'messages', 'realtime', 'uploads'].map((name) => `contracts-${name}`);
const SERVICES = ['api-gateway', 'auth', 'conversations', 'messages', 'realtime', 'uploads'];
const PROGRAMS = [...SERVICES, 'hallway', 'web'];
/** What starts the whole system. */
const SYSTEM = ['bench', 'faultlab', 'system-e2e'];
const EVERYTHING = 'everything';

/** What is touched, and what `nx affected` must then look at: these, or all but those. */
const CHANGES: [file: string, affected: string[] | typeof EVERYTHING | { allBut: string[] }][] = [
  ['libs/services/auth/src/config.ts', ['auth-service', 'auth', 'hallway', 'kubernetes', 'monitoring', ...SYSTEM]],
  ['apps/auth/src/main.ts', ['auth', ...SYSTEM]],
  ['libs/ui/src/index.ts', ['ui', 'web', ...SYSTEM]],
  ['libs/markup/src/index.ts', ['markup', 'auth-service', 'messages-service', 'auth', 'messages', 'hallway', 'web', 'kubernetes', ...SYSTEM]],
  ['libs/contracts/uploads/src/index.ts', { allBut: ['backup', 'build', 'local-stack', 'monitoring', 'store-setup', 'contracts-core', 'ui'] }],
  ['libs/store-setup/src/prepare-database.mjs', { allBut: ['build', 'monitoring', 'ui', ...CONTRACTS] }],
  ['tools/prepare-database.mjs', []],
  ['tools/bench/src/main.ts', ['bench']],
  ['tools/backup/manifest.mjs', ['backup', 'faultlab', 'system-e2e']],
  ['tools/backup.mjs', ['system-e2e']],
  ['tools/faultlab/src/main.ts', ['faultlab']],
  ['tools/start.mjs', ['bench', 'system-e2e']],
  ['tools/build.mjs', [...PROGRAMS, ...SYSTEM]],
  ['tools/local-stack/ports.mjs', { allBut: ['build', 'monitoring', 'store-setup', 'ui', ...CONTRACTS] }],
  ['tools/test/steps.mjs', []],
  ['deploy/nginx/hallway.conf', ['system-e2e']],
  ['deploy/helm/hallway/values.yaml', ['kubernetes']],
  ['docker-compose.yml', ['kubernetes']],
  ['.env.example', ['kubernetes']],
  ['deploy/compose/nginx.conf', ['kubernetes']],
  ['docs/protocol.md', []],
  ['deploy/prometheus/alerts.yml', ['kubernetes', 'monitoring', 'system-e2e']],
  ['docs/metrics.md', ['monitoring', 'system-e2e']],
  ['docs/logs.md', ['monitoring', 'system-e2e']],
  ['docs/examples/echo-bot/echo-bot.ts', ['system-e2e']],
  ['tools/packages/pack-packages.mjs', { allBut: ['backup', 'build', 'local-stack', 'monitoring', 'store-setup', 'ui'] }],
  ['tools/lint/restricted-syntax.mjs', EVERYTHING],
  ['package-lock.json', EVERYTHING],
];

const { all, answers } = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, 'affected-by.mjs')], {
    cwd: join(__dirname, '../../..'),
    input: JSON.stringify(CHANGES.map(([file]) => file)),
    env: { ...process.env, NX_DAEMON: 'false' },
    encoding: 'utf8',
  }),
) as Answer;

const named = (names: string[]): string[] => names.map((name) => `@hallway/${name}`);

describe('a change affects what uses it, and nothing else', () => {
  it.each(CHANGES)('%s', (file, expected) => {
    const others = all.filter((name) => !WATCHERS.includes(name));
    const allBut = (names: string[]): string[] => others.filter((name) => !named(names).includes(name));
    const affected = expected === EVERYTHING ? others : Array.isArray(expected) ? named(expected) : allBut(expected.allBut);
    expect(answers[file]).toEqual([...affected, ...WATCHERS].sort());
  });
});

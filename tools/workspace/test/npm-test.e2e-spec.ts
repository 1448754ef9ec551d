import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
// What the Nx that runs this test tells its tasks is not for another Nx.
const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'))), NX_DAEMON: 'false', FORCE_COLOR: '0' };

const npmTest = (...args: string[]) => spawnSync(process.execPath, ['tools/test.mjs', ...args], { cwd: root, env, encoding: 'utf8' });

/** The row of the table, without the seconds; and the last line. */
function reported(output: string): { row: string | undefined; last: string | undefined } {
  const lines = output.trim().split('\n');
  return {
    row: lines
      .findLast((line) => line.startsWith('ok '))
      ?.replace(/\s+/g, ' ')
      .replace(/ [\d.]+ s/, ''),
    last: lines.at(-1),
  };
}

describe('npm test', () => {
  it('tells a step that passed before from the cache, with its counts, and runs it again on demand', () => {
    expect(npmTest('--only', 'lock').status).toBe(0);
    expect(reported(npmTest('--only', 'lock').stdout)).toEqual({ row: 'ok lock file 1 passed 0 failed, from the cache', last: '1 passed, 0 failed' });
    expect(reported(npmTest('--only', 'lock', '--no-cache').stdout)).toEqual({ row: 'ok lock file 1 passed 0 failed', last: '1 passed, 0 failed' });
  }, 120_000);

  it('names its steps where one is asked for that is none', () => {
    const { status, stderr } = npmTest('--only', 'luck');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^There is no step luck\. Steps: lock, lint, /) as string });
  });
});

describe('a step is run again', () => {
  const inputsOf = (step: string): string[] => {
    const text = execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'show', 'target', 'inputs', `workspace:step-${step}`, '--json'], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    return (JSON.parse(text) as { files: string[] }).files;
  };

  it('when a file changes that the running system is made of or started by, and not for pages or unit tests', () => {
    const inputs = inputsOf('system');
    const uses = [
      'apps/web/src/main.tsx',
      'libs/services/auth/src/config.ts',
      'tools/local-stack/ports.mjs',
      'tools/start.mjs',
      'tools/test/steps.mjs',
      'deploy/nginx/hallway.conf',
      'apps/system-e2e/test/chat.e2e-spec.ts',
      'libs/testing/src/index.ts',
      'package-lock.json',
      'tsconfig.base.json',
      'jest.preset.mjs',
    ];
    expect(uses.filter((file) => !inputs.includes(file))).toEqual([]);
    const ignores = ['docs/protocol.md', 'libs/services/auth/README.md', 'libs/services/auth/src/config.spec.ts', 'tools/bench/src/main.ts'];
    expect(ignores.filter((file) => inputs.includes(file))).toEqual([]);
  });

  it('for any file where tests look at all of them', () => {
    const inputs = inputsOf('unit');
    expect(
      ['docs/protocol.md', 'docker-compose.yml', 'libs/services/auth/README.md', '.nvmrc', 'deploy/docker/web.Dockerfile'].filter(
        (file) => !inputs.includes(file),
      ),
    ).toEqual([]);
  });
});

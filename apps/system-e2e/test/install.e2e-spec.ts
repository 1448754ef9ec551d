import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { eventually } from '@hallway/testing';

const tools = join(__dirname, '../../../tools');
const waiting = 'Another start installs the dependencies of this folder, waiting for it';
/** Installs once the test lets it, and tells of every run. */
const npm = `#!/bin/sh
echo begin >> npm.log
while [ ! -e go ]; do sleep 0.05; done
mkdir -p node_modules
echo '{}' > node_modules/.package-lock.json
echo end >> npm.log
`;

describe('installing dependencies', () => {
  let clone: string;
  const started: { kill(): void; said: string[]; ended: Promise<number | null> }[] = [];

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'hallway-install-'));
    mkdirSync(join(clone, 'bin'));
    for (const file of ['install-dependencies.mjs', 'install-lock.mjs', 'local-stack/processes.mjs']) cpSync(join(tools, file), join(clone, 'tools', file));
    writeFileSync(join(clone, 'package-lock.json'), '{}');
    writeFileSync(join(clone, 'bin/npm'), npm);
    chmodSync(join(clone, 'bin/npm'), 0o755);
  });
  afterEach(async () => {
    writeFileSync(join(clone, 'go'), '');
    await Promise.all(started.splice(0).map(({ ended }) => ended));
    await eventually(() => npmRuns().filter((line) => line === 'begin').length === npmRuns().filter((line) => line === 'end').length);
    rmSync(clone, { recursive: true, force: true });
  });

  /** As npm start and npm test begin. */
  function start() {
    const script = `import { installDependencies } from './tools/install-dependencies.mjs'; await installDependencies({ say: console.log });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: clone,
      env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH}` },
    });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(...chunk.toString().trim().split('\n')));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const run = { said, ended, kill: () => void child.kill('SIGKILL') };
    started.push(run);
    return run;
  }

  const npmRuns = () => (existsSync(join(clone, 'npm.log')) ? readFileSync(join(clone, 'npm.log'), 'utf8').trim().split('\n') : []);
  const letGo = () => writeFileSync(join(clone, 'go'), '');

  it('lets a second start wait for the first, say so, and install nothing itself', async () => {
    const first = start();
    await eventually(() => npmRuns().length === 1);
    const second = start();
    await eventually(() => expect(second.said).toEqual([waiting]));
    letGo();
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
    expect(second.said).toEqual([waiting]);
    expect(npmRuns()).toEqual(['begin', 'end']);
  });

  it('installs once when both begin in the same moment', async () => {
    const both = [start(), start()];
    await eventually(() => both.some(({ said }) => said.includes(waiting)));
    letGo();
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(npmRuns()).toEqual(['begin', 'end']);
  });

  it('waits for the npm of a start that was killed, and goes on when that ends', async () => {
    const first = start();
    await eventually(() => npmRuns().length === 1);
    first.kill();
    await first.ended;
    const second = start();
    await eventually(() => expect(second.said).toEqual([waiting]));
    letGo();
    expect(await second.ended).toBe(0);
    expect(npmRuns()).toEqual(['begin', 'end']);
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { startEngine } from './containers/engine.mjs';
import { makeImages } from './containers/make-images.mjs';
import { installDependencies } from './install-dependencies.mjs';

const HELP = `Builds every image, runs them, and brings the profile small of docker-compose.yml up as people would. It is not part of npm test.

  npm run test:containers [-- options]

  --no-build   with the images of the last run
  --help       this

Needs Docker with its compose plugin, or (as root) podman, buildah and docker-compose; says what is missing and skips.`;

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(ROOT, '.cache/containers');
const { values: options } = parseArgs({
  options: { build: { type: 'boolean', default: true }, help: { type: 'boolean' } },
  allowNegative: true,
});

if (options.help) console.log(HELP);
else process.exitCode = await main();

async function main() {
  await installDependencies({ say: console.log });
  const engine = await startEngine({ folder: FOLDER });
  if (engine.missing) {
    console.log(`Skipped: ${engine.missing}.\n\n0 passed, 0 failed`);
    return 0;
  }
  const work = mkdtempSync(join(tmpdir(), 'hallway-containers-'));
  try {
    return await checkAll(engine, work);
  } finally {
    await engine.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

async function checkAll(engine, work) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (options.build) {
    const began = Date.now();
    console.log('Building all images');
    const fault = makeImages({ root: ROOT, folder: FOLDER, engine, version, say: console.log });
    if (fault) {
      console.log(`FAILED: ${fault}\n\n0 passed, 1 failed`);
      return 1;
    }
    console.log(`Built all images in ${((Date.now() - began) / 1_000).toFixed(0)} s`);
  }
  const env = { ...process.env, ...engine.env, HALLWAY_TEST_KIND: 'infra', CONTAINER_WORK: work };
  const files = ['images', 'small'].map((name) => `test/${name}.infra-spec`);
  const args = ['node_modules/jest/bin/jest.js', '-c', 'tools/containers/jest.config.js', '--runInBand', '--forceExit', ...files];
  const jest = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => jest.kill('SIGTERM'));
  return await new Promise((resolve) => jest.once('close', (code) => resolve(code ?? 1)));
}

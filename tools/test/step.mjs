import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBrowser } from '../local-stack/browser.mjs';
import { startTestStores } from '../local-stack/test-stores.mjs';
import { cleanUp } from './clean-up.mjs';
import { killRunning, runStep } from './run-step.mjs';
import { resultOf } from './step-targets.mjs';
import { STEPS } from './steps.mjs';

/** One step of `npm test`, as Nx runs it: `node tools/test/step.mjs <name>`. What it prints is kept with its result. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const step = STEPS.find(({ name }) => name === process.argv[2]);
const started = Date.now();
let stores;
let interrupted = false;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    interrupted = true;
    killRunning();
  });
}

console.log(`\n=== ${step.title}`);
const dir = mkdtempSync(join(tmpdir(), 'hallway-run-'));
chmodSync(dir, 0o711); // PostgreSQL may run as another user
const counts = await countsOf();
await stores?.stop();
await cleanUp(dir);
const seconds = (Date.now() - started) / 1000;
console.log(`--- ${step.title}: ${counts.passed} passed, ${counts.failed} failed, ${seconds.toFixed(1)} s`);
if (!interrupted) leave({ ...counts, seconds, run: process.env.HALLWAY_TEST_RUN });
process.exit(interrupted || counts.failed > 0 ? 1 : 0);

async function countsOf() {
  try {
    const env = { ...outsideNx(), TMPDIR: dir, NX_DAEMON: 'false' };
    if (step.stores) {
      stores = await startTestStores({ dir: join(dir, 'stores'), say: console.log });
      Object.assign(env, { TEST_DATABASE_URL: stores.databaseUrl, TEST_REDIS_URL: stores.redisUrl });
    }
    if (step.browser) env.CHROMIUM_PATH = findBrowser(console.log);
    if (interrupted) return { passed: 0, failed: 1 };
    return await runStep(step, { root: ROOT, dir, env });
  } catch (error) {
    console.error(`${step.title}: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

// Tests start Nx themselves, in other folders too; what this one tells its tasks is not for that.
function outsideNx() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
}

function leave(result) {
  const file = join(ROOT, resultOf(step));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result));
}

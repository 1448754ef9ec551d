import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installDependencies } from './install-dependencies.mjs';
import { STEPS } from './test/steps.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NAMES = STEPS.map(({ name }) => name);
const HELP = `Runs everything that must hold, on stores and ports of its own.

  npm test [-- --only <step> …]

Steps: ${NAMES.join(', ')}`;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', short: 'h' } } });
const unknown = values.only.filter((name) => !NAMES.includes(name));

if (values.help) console.log(HELP);
else if (unknown.length > 0) fail(`There is no step ${unknown.join(', ')}. ${HELP.split('\n').pop()}`);
else await main();

async function main() {
  await installDependencies({ say: console.log }).catch((error) => fail(error.message));
  // Only now can modules that need the dependencies be loaded.
  const { TestRun } = await import('./test/test-run.mjs');
  const dir = mkdtempSync(join(tmpdir(), 'hallway-run-'));
  chmodSync(dir, 0o711); // PostgreSQL may run as another user
  const run = new TestRun({ root: ROOT, dir });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => run.interrupt());
  for (const step of STEPS.filter(({ name }) => values.only.length === 0 || values.only.includes(name))) await run.run(step);
  await run.end();
  report(run);
}

function report({ results, interrupted }) {
  console.log('');
  for (const { title, passed, failed, seconds } of results) {
    const columns = [failed > 0 ? 'FAILED' : 'ok    ', title.padEnd(18), `${passed} passed`.padStart(12), `${failed} failed`.padStart(11)];
    console.log(`${columns.join(' ')} ${seconds.toFixed(1).padStart(7)} s`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, interrupted ? 1 : 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

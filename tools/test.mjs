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

  npm test [-- --only <step> …] [--no-cache]

A step that passed is not run again until something changes that it depends on; --no-cache runs it all the same.

Steps: ${NAMES.join(', ')}`;

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [] }, 'no-cache': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
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
  const run = new TestRun({ root: ROOT, dir, cache: !values['no-cache'] });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => run.interrupt());
  for (const steps of groups(STEPS.filter(({ name }) => values.only.length === 0 || values.only.includes(name)))) await run.run(steps);
  await run.end();
  report(run);
}

/** Neighbours that may run beside each other, and the others each alone. */
function groups(steps) {
  return steps.reduce((all, step) => {
    const last = all.at(-1);
    if (step.beside && last?.at(-1).beside) last.push(step);
    else all.push([step]);
    return all;
  }, []);
}

function report({ results, interrupted }) {
  console.log('');
  for (const { title, passed, failed, seconds, cached } of results) {
    const columns = [failed > 0 ? 'FAILED' : 'ok    ', title.padEnd(18), `${passed} passed`.padStart(12), `${failed} failed`.padStart(11)];
    console.log(`${columns.join(' ')} ${seconds.toFixed(1).padStart(7)} s${cached ? ', from the cache' : ''}`);
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

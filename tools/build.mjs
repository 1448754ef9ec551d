import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleService } from './build/bundle-service.mjs';
import { buildWeb } from './build/build-web.mjs';
import { inputsHash, isFresh, stamp } from './build/freshness.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const HELP = `Builds apps into dist/apps/<name>.

  node tools/build.mjs [--if-stale] [name or folder …]

Without names it builds every app. With --if-stale it leaves alone what is built from the same sources.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'if-stale': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });

if (values.help) console.log(HELP);
else await buildAll(positionals.length > 0 ? positionals.map((name) => basename(name)) : apps());

function apps() {
  const hasEntry = (name) => ['src/main.ts', 'index.html'].some((entry) => existsSync(join(ROOT, 'apps', name, entry)));
  return readdirSync(join(ROOT, 'apps')).filter(hasEntry);
}

async function buildAll(names) {
  for (const name of names) {
    const started = performance.now();
    const built = await buildOne(name);
    console.log(`${name.padEnd(14)} ${built ? `built in ${Math.round(performance.now() - started)} ms` : 'is up to date'}`);
  }
}

async function buildOne(name) {
  const [root, outDir] = [join(ROOT, 'apps', name), join(ROOT, 'dist/apps', name)];
  const hash = inputsHash(ROOT, name);
  if (values['if-stale'] && isFresh(outDir, hash)) return false;
  try {
    if (name === 'web') await buildWeb({ root, outDir });
    else await bundleService({ entry: join(root, 'src/main.ts'), tsconfig: join(root, 'tsconfig.json'), outDir });
  } catch (error) {
    console.error(`${name} could not be built: ${error.message}`);
    process.exit(1);
  }
  stamp(outDir, hash);
  return true;
}

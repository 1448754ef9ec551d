import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { builtFrom, inputsHash, stamp } from './build/freshness.mjs';

/** The bundlers are loaded by who has something to bundle: most starts only find that nothing has changed. */
const BUILD = {
  web: (root, outDir) => import('./build/build-web.mjs').then(({ buildWeb }) => buildWeb({ root, outDir })),
  service: (root, outDir) =>
    import('./build/bundle-service.mjs').then(({ bundleService }) =>
      bundleService({ entry: join(root, 'src/main.ts'), tsconfig: join(root, 'tsconfig.json'), outDir }),
    ),
};

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
  if (values['if-stale'] && builtFrom(outDir) === hash) return false;
  try {
    await BUILD[name === 'web' ? 'web' : 'service'](root, outDir);
  } catch (error) {
    console.error(`${name} could not be built: ${error.message}`);
    process.exit(1);
  }
  stamp(outDir, hash);
  return true;
}

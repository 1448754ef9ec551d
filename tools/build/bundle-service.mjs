import { readdirSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { rolldown } from 'rolldown';

/** Add-ons with binaries of their own: they stay outside the bundle and are loaded from node_modules. */
export const NATIVE_PACKAGES = ['bcrypt', 'sharp'];
const NATIVE = new RegExp(`^(${NATIVE_PACKAGES.join('|')})(/|$)`);

/**
 * Packages that libraries look for and do without: transports of Nest, accelerators of ws and pg.
 * Any other import that cannot be found is a mistake and fails the build.
 */
const OPTIONAL = /^(@grpc\/grpc-js|@grpc\/proto-loader|@nats-io\/transport-node|amqp-connection-manager|amqplib|kafkajs|mqtt|bufferutil|utf-8-validate|pg-native)$/;

const isBuiltin = (id) => builtinModules.includes(id.replace(/^node:/, '').split('/')[0]);

/**
 * Bundles a service with everything it needs into one main.js. Names are kept, of classes that two modules call alike too: migrations, entities, logs and documents use them.
 *
 * @param {object} options
 * @param {string} options.entry the service's main.ts
 * @param {string} options.tsconfig its compiler settings (decorator metadata is on there)
 * @param {string} options.outDir where main.js, its source map and a package.json go
 * @param {import('rolldown').Plugin[]} [options.plugins] of the bundler; what ships is built without any
 */
export async function bundleService({ entry, tsconfig, outDir, plugins = [] }) {
  const missing = new Set();
  const bundle = await rolldown({
    input: { main: entry, ...workersBeside(entry) },
    platform: 'node',
    tsconfig,
    plugins,
    external: (id) => isBuiltin(id) || NATIVE.test(id),
    onLog: (level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') noteMissing(log, missing);
      else if (level === 'error') throw new Error(log.message);
    },
  });
  const entryFileNames = (chunk) => (chunk.name.endsWith('.worker') ? '[name].mjs' : '[name].js');
  if (missing.size === 0) await bundle.write({ dir: outDir, format: 'esm', sourcemap: true, cleanDir: true, entryFileNames, keepNames: true });
  await bundle.close();
  if (missing.size > 0) throw new Error(`Imports that cannot be found:\n${[...missing].join('\n')}`);
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify({ type: 'module', private: true })}\n`);
}

/** Scripts that the service starts as processes of their own (`*.worker.mjs`) stay files of their own, next to main.js. */
function workersBeside(entry) {
  const files = readdirSync(dirname(entry), { recursive: true }).filter((file) => file.endsWith('.worker.mjs'));
  return Object.fromEntries(files.map((file) => [basename(file, '.mjs'), join(dirname(entry), file)]));
}

function noteMissing(log, missing) {
  const [, what = '', name = ''] = /(Could not resolve '([^']+)'.*)/.exec(stripVTControlCharacters(log.message)) ?? [];
  if (!OPTIONAL.test(name)) missing.add(what || log.message);
}

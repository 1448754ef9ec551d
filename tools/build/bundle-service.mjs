import { cpSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { rolldown } from 'rolldown';

import { releaseVersion } from './release-version.mjs';

/** Add-ons with binaries of their own: they stay outside the bundle and are loaded from node_modules. */
export const NATIVE_PACKAGES = ['bcrypt', 'sharp'];
const NATIVE = new RegExp(`^(${NATIVE_PACKAGES.join('|')})(/|$)`);

/**
 * Packages that libraries look for and do without: transports of Nest, accelerators of ws and pg.
 * Any other import that cannot be found is a mistake and fails the build.
 */
const OPTIONAL =
  /^(@grpc\/grpc-js|@grpc\/proto-loader|@nats-io\/transport-node|amqp-connection-manager|amqplib|kafkajs|mqtt|bufferutil|utf-8-validate|pg-native)$/;

const isBuiltin = (id) => builtinModules.includes(id.replace(/^node:/, '').split('/')[0]);

/**
 * Bundles a service with everything it needs. CommonJS, because Node 20 can keep compiled code of that only; main.js is the
 * launcher that does so. Names are kept, of classes that two modules call alike too: migrations, entities, logs and
 * documents use them. So are lines; what is not read in a bundle is left out, and text is written in ASCII, of which
 * Node keeps one byte a letter instead of two.
 *
 * @param {object} options
 * @param {string} options.entry the service's main.ts
 * @param {string} options.tsconfig its compiler settings (decorator metadata is on there)
 * @param {string} options.outDir where main.js, its source map and a package.json go
 * @param {import('rolldown').Plugin[]} [options.plugins] of the bundler; what ships is built without any
 */
export async function bundleService({ entry, tsconfig, outDir, plugins = [] }) {
  const version = releaseVersion();
  const workers = new Set();
  const transform = { define: { 'process.env.HALLWAY_RELEASE': JSON.stringify(version) } };
  const input = { input: { bundle: entry }, tsconfig, transform, plugins: [noteWorkers(workers), oneTypeorm, ...plugins] };
  await write(input, {
    dir: outDir,
    format: 'cjs',
    strict: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    charset: 'ascii',
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  for (const worker of workers) await write({ input: worker, tsconfig }, { file: join(outDir, basename(worker)), format: 'esm' });
  cpSync(fileURLToPath(new URL('./launcher.cjs', import.meta.url)), join(outDir, 'main.js'));
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify({ version, type: 'commonjs', private: true })}\n`);
}

async function write(input, output) {
  const missing = new Set();
  const bundle = await rolldown({
    ...input,
    platform: 'node',
    external: (id) => isBuiltin(id) || NATIVE.test(id),
    onLog: (level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') noteMissing(log, missing);
      else if (level === 'error') throw new Error(log.message);
    },
  });
  if (missing.size === 0) await bundle.write({ ...output, sourcemap: true, keepNames: true });
  await bundle.close();
  if (missing.size > 0) throw new Error(`Imports that cannot be found:\n${[...missing].join('\n')}`);
}

const WORKER = /new URL\('\.\/([\w.-]+\.worker\.mjs)', import\.meta\.url\)/g;

/** Scripts that a service starts as processes of their own (`*.worker.mjs` beside the module that names them) stay files of their own, next to main.js. */
const noteWorkers = (workers) => ({
  name: 'note-workers',
  transform(code, id) {
    for (const [, file] of code.matchAll(WORKER)) workers.add(join(dirname(id), file));
  },
});

/**
 * `@nestjs/typeorm` asks at run time for what TypeORM 1.0 no longer has, by a `require` that a bundler does not see: where
 * there is a `node_modules`, all of TypeORM was loaded a second time, a quarter of the time until the services start.
 */
const oneTypeorm = {
  name: 'one-typeorm',
  load: (id) =>
    id.endsWith('/@nestjs/typeorm/dist/common/typeorm-compat.js')
      ? 'export const Connection = undefined;\nexport const AbstractRepository = undefined;\n'
      : undefined,
};

function noteMissing(log, missing) {
  const [, what = '', name = ''] = /(Could not resolve '([^']+)'.*)/.exec(stripVTControlCharacters(log.message)) ?? [];
  if (!OPTIONAL.test(name)) missing.add(what || log.message);
}

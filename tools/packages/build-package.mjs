import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SETTINGS = fileURLToPath(new URL('tsconfig.package.json', import.meta.url));
const FORMAT = { getCanonicalFileName: (name) => name, getCurrentDirectory: ts.sys.getCurrentDirectory, getNewLine: () => '\n' };

/**
 * Builds a library that other teams install: JavaScript modules and type declarations, a package.json for them, and what a
 * package must say. What it needs of this workspace has to be built before.
 *
 * @param {string} root the workspace
 * @param {string} folder of the library below it, such as `libs/client`
 * @throws {Error} with every fault of its types
 */
export function buildPackage(root, folder) {
  const [from, to] = [join(root, folder), join(root, 'dist', folder)];
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  // First: TypeScript reads there that these are modules.
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  compile(
    Object.values(manifest.exports).map((file) => join(from, file)),
    { rootDir: join(from, 'src'), outDir: join(to, 'dist') },
  );
  for (const file of [join(from, 'README.md'), join(root, 'LICENSE')]) copyFileSync(file, join(to, basename(file)));
}

/** The same package as others see it: what was built instead of its sources, and nothing that only this workspace reads. */
export function publishedManifest({ nx: _nx, devDependencies: _tests, exports, ...manifest }) {
  const built = (file) => file.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1');
  const entries = Object.entries(exports).map(([path, file]) => [path, { types: `${built(file)}.d.ts`, default: `${built(file)}.js` }]);
  return { ...manifest, exports: Object.fromEntries(entries) };
}

function compile(files, { rootDir, outDir }) {
  const settings = { extends: SETTINGS, files, compilerOptions: { rootDir, outDir } };
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(settings, ts.sys, rootDir);
  const program = ts.createProgram(fileNames, options, hostOf(options));
  const faults = [...errors, ...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, FORMAT));
}

const declarations = new Map();

/** Declarations of installed packages are parsed once for all that is built: most of the time went there. */
function hostOf(options) {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (file, ...how) => {
    if (!file.includes('/node_modules/')) return parse(file, ...how);
    if (!declarations.has(file)) declarations.set(file, parse(file, ...how));
    return declarations.get(file);
  };
  return host;
}

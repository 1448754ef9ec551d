import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NATIVE_PACKAGES } from './bundle-service.mjs';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const target = process.argv[2];

if (!target || !existsSync(join(target, 'main.js'))) {
  console.error('Copies the native packages that a built service imports next to it.\n\n  node tools/build/native-packages.mjs dist/apps/<service>');
  process.exit(1);
}

const code = readdirSync(target)
  .filter((file) => /\.m?js$/.test(file))
  .map((file) => readFileSync(join(target, file), 'utf8'))
  .join('\n');
const copied = new Set();
for (const name of NATIVE_PACKAGES) if (new RegExp(`(from|require\\() ?["']${name}["']`).test(code)) copyPackage(name);
console.log([...copied].join('\n') || 'no native packages');

/** A package, what it depends on, and the binaries of this platform; those of others are not installed. */
function copyPackage(name) {
  const from = join(MODULES, name);
  if (copied.has(name) || !existsSync(from)) return;
  copied.add(name);
  const to = join(target, 'node_modules', name);
  cpSync(from, to, { recursive: true, dereference: true, filter: (path) => dirname(path) === from || !path.startsWith(join(from, 'node_modules')) });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) copyPackage(needed);
}

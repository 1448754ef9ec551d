import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Names of the installed packages that are ES modules: Jest runs CommonJS, so they must be transformed like our own sources. */
export function esmPackages() {
  return packageNames()
    .filter(isEsm)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

function packageNames() {
  return readdirSync(NODE_MODULES)
    .filter((name) => !name.startsWith('.') && name !== '@hallway')
    .flatMap((name) => (name.startsWith('@') ? readdirSync(NODE_MODULES + name).map((part) => `${name}/${part}`) : [name]));
}

function isEsm(name) {
  try {
    return JSON.parse(readFileSync(`${NODE_MODULES}${name}/package.json`, 'utf8')).type === 'module';
  } catch {
    return false; // a folder without a package.json is no package
  }
}

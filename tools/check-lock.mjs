import { readFileSync } from 'node:fs';

/**
 * Every optional dependency that the lock file names must have an entry of its own. npm leaves entries out when a registry
 * lacks some platform's package at that moment, and `npm ci` then fails in the next clean clone.
 */
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

const missing = Object.entries(packages).flatMap(([path, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(path, name))
    .map((name) => `${path || 'package.json'} wants ${name}`),
);

if (missing.length > 0) {
  console.error(`package-lock.json has no entry for:\n${missing.join('\n')}`);
  process.exit(1);
}
console.log(`package-lock.json is complete (${Object.keys(packages).length} entries)`);

// As Node resolves it: in the package's own node_modules, or in one further up.
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

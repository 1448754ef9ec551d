import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The libraries that other teams install, each behind those that it needs: `{ folder, manifest }`. */
export function publicPackages() {
  const waiting = ['libs', 'libs/contracts'].flatMap(packagesIn).filter(({ manifest }) => !manifest.private);
  const ordered = [];
  while (waiting.length > 0) {
    const isReady = ({ manifest }) => !waiting.some((other) => other.manifest.name in manifest.dependencies);
    ordered.push(...waiting.splice(waiting.findIndex(isReady), 1));
  }
  return ordered;
}

function packagesIn(parent) {
  const folders = readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`);
  return folders
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) }));
}

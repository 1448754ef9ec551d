import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

import { buildPackage } from './build-package.mjs';
import { publicPackages, ROOT } from './public-packages.mjs';

/**
 * Builds every package that other teams install and packs it, as it would be published.
 *
 * @param {string} to the folder for the .tgz files; what was in it goes
 * @param {object} [options]
 * @param {boolean} [options.dryRun] only says what would be in them
 * @returns {{ name: string, version: string, filename: string, files: { path: string }[] }[]} what npm says of each
 */
export function packPackages(to, { dryRun = false } = {}) {
  const folders = publicPackages().map(({ folder }) => folder);
  for (const folder of folders) buildPackage(ROOT, folder);
  if (!dryRun) rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const built = folders.map((folder) => `./dist/${folder}`);
  return JSON.parse(
    execFileSync('npm', ['pack', '--json', `--dry-run=${dryRun}`, '--pack-destination', to, ...built], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

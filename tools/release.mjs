import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { packPackages } from './packages/pack-packages.mjs';
import { ROOT } from './packages/public-packages.mjs';

/**
 * A release of the packages for other teams: Nx raises the version, writes CHANGELOG.md, commits and tags; then each package
 * is built and packed into dist/packages. Nothing is published. Takes what `nx release` takes, such as --dry-run or a version.
 */
const args = process.argv.slice(2);
const to = join(ROOT, 'dist/packages');

const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/nx/dist/bin/nx.js'), 'release', '--skip-publish', ...args], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (status === 0) pack(args.includes('--dry-run') || args.includes('-d'));
process.exitCode = status ?? 1;

function pack(dryRun) {
  for (const { filename, files } of packPackages(to, { dryRun }))
    console.log(`${dryRun ? 'would pack' : 'packed'} dist/packages/${filename}, ${files.length} files`);
}
